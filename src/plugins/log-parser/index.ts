/** The log-parser plugin. */
export { logParserCallables as declarations } from './status-computer.js';
