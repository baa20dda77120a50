/** The mercurial plugin. */
export { mercurialCallables as declarations } from './delete-on-exit.js';
