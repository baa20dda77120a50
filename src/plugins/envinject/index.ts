/** The envinject plugin and its library. */
export { envInjectCallables as declarations } from './env-inject.js';
