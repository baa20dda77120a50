/** The listener that sh steps are given around that of their Pipeline. */
import type { Declaration } from '../../callables/kinds.js';
import { asLogListener } from '../../jenkins/listener/log-listener.js';
import { NewlineAtEnd } from '../../jenkins/listener/log-transform.js';
import { listenerClass, taskListener } from '../../jenkins/listener/task-listener.js';

export const declarations = [
  listenerClass(
    'org.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep$Execution$NewlineSafeTaskListener',
    (value, call) => asLogListener(taskListener(value.get('delegate'), call), call).with([new NewlineAtEnd()]),
  ),
] satisfies readonly Declaration[];
