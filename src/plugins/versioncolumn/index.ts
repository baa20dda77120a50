/** The versioncolumn plugin. */
export { versionColumnCallables as declarations } from './version-column.js';
