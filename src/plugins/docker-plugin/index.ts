/** The docker-plugin: images built on an agent. */
export { dockerPluginCallables as declarations } from './build-context.js';
