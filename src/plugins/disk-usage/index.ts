/** The disk-usage plugin. */
export { diskUsageCallables as declarations } from './disk-usage.js';
