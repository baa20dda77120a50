/** The custom-tools-plugin. */
export { customToolCallables as declarations } from './custom-tools.js';
