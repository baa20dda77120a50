/** The platformlabeler plugin. */
export { platformLabelerCallables as declarations } from './platform-labeler.js';
