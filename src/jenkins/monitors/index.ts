/** Monitors of nodes. */
export { monitorCallables as declarations } from './monitors.js';
