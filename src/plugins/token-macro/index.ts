/** The token-macro plugin. */
export { tokenMacroCallables as declarations } from './token-macro.js';
