/** The text-finder plugin. */
export { textFinderCallables as declarations } from './file-checker.js';
