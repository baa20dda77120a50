/** publish-over, a library in plugins that publish to servers. */
import type { Declaration } from '../../callables/kinds.js';
import { fileFinder } from './file-finder.js';
import { publishPart } from './parts.js';
import { publish } from './publish.js';

export const declarations = [
  fileFinder,
  publish,
  ...['BPBuildInfo', 'BPBuildEnv', 'BPHostConfiguration', 'BPTransfer', 'BapPublisher', 'Retry'].map((name) =>
    publishPart(`jenkins.plugins.publish_over.${name}`),
  ),
] satisfies readonly Declaration[];
