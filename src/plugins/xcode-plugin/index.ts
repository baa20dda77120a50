/** The xcode-plugin. */
export { xcodeCallables as declarations } from './home-directory.js';
