/** The datadog plugin. */
import type { Declaration } from '../../callables/kinds.js';
import { logFilterWithoutEffect } from '../../jenkins/listener/log-filter.js';

export const declarations = [
  logFilterWithoutEffect(
    'org.datadog.jenkins.plugins.datadog.logs.DatadogTaskListenerDecorator',
    'the lines are for a client that only the controller has; an agent throws them away',
  ),
] satisfies readonly Declaration[];
