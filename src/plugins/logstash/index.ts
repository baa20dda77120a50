/** The logstash plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { cannotSend } from './cannot-send.js';

export const declarations = [
  logFilter('jenkins.plugins.logstash.pipeline.GlobalDecorator', () => [cannotSend()]),
] satisfies readonly Declaration[];
