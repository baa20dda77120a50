/** publish-over, a library in plugins that publish to servers. */
export { publishOverCallables as declarations } from './file-finder.js';
