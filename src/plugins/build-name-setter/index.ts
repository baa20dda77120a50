/** The build-name-setter plugin. */
export { buildNameCallables as declarations } from './build-name.js';
