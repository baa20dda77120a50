/** What a controller asks before a node is online. */
export { connectCallables as declarations } from './set-up.js';
