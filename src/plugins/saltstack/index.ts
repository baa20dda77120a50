/** The saltstack plugin. */
export { saltstackCallables as declarations } from './http-callable.js';
