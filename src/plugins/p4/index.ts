/** The p4 plugin. */
export { p4Callables as declarations } from './host-name.js';
