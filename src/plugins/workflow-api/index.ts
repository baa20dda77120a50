/** The log of a Pipeline's steps: its listeners, and how the decorators of the blocks around a step are put together. */
import type { Call } from '../../remoting/call.js';
import type { JavaObject } from '../../serial/model.js';
import type { Declaration } from '../../callables/kinds.js';
import { logFilter, logTransforms } from '../../jenkins/listener/log-filter.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { listenerClass, taskListener } from '../../jenkins/listener/task-listener.js';
import { decodeBufferedListener, decodeDecoratedListener } from './listeners.js';

const LOG = 'org.jenkinsci.plugins.workflow.log';
const DECORATOR = `${LOG}.TaskListenerDecorator`;

export const declarations = [
  listenerClass(`${LOG}.BufferedBuildListener$Replacement`, decodeBufferedListener),
  listenerClass(`${DECORATOR}$DecoratedTaskListener`, decodeDecoratedListener),
  listenerClass(`${DECORATOR}$CloseableTaskListener`, (value, call) => taskListener(value.get('mainDelegate'), call)),
  // `subsequent` was put around the log first.
  logFilter(`${DECORATOR}$MergedTaskListenerDecorator`, (value, call) => both(value, 'original', 'subsequent', call)),
  logFilter(`${DECORATOR}$ConsoleLogFilterAdapter`, (value, call) => logTransforms(value.get('filter'), call)),
  // Of workflow-step-api. The other way round, by their own comment on it.
  logFilter('org.jenkinsci.plugins.workflow.steps.BodyInvoker$MergedFilter', (value, call) =>
    both(value, 'subsequent', 'original', call),
  ),
] satisfies readonly Declaration[];

function both(value: JavaObject, first: string, second: string, call: Call): LogTransform[] {
  return [...logTransforms(value.get(first), call), ...logTransforms(value.get(second), call)];
}
