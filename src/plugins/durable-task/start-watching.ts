/** Push mode: the agent watches a step and reports by itself. */
import { killByEnvironment } from '../../os/process/process-tree/index.js';
import { deleteRecursive } from '../../os/files/delete.js';
import { fileCallable } from '../../callables/callable.js';
import { vetoes } from '../../jenkins/launch/vetoes.js';
import type { CallableContext } from '../../callables/callable.js';
import type { LogListener } from '../../jenkins/listener/log-listener.js';
import { obj } from '../../callables/shape.js';
import { handlerLog, StepExecution } from './step-handler.js';
import { TaskController } from './task-controller.js';
import { watch } from './watcher.js';

interface Watch {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** Watches that go on, by control directory: a step must not be watched twice, or its text would come twice. */
const watches = new Map<string, Watch>();

/**
 * FileMonitoringTask$StartWatching {FileMonitoringController controller, Handler handler, TaskListener listener}. Answers at
 * once. Sent when a step starts, and again after a reconnect. `listener` is the handler's, once more.
 */
export const startWatching = fileCallable({
  name: 'org.jenkinsci.plugins.durabletask.FileMonitoringTask$StartWatching',
  fields: { controller: obj, handler: obj },
  run: async ({ controller, handler }, workspace, context) => {
    const execution = StepExecution.of(handler, context);
    let task: TaskController | undefined;
    let log: LogListener;
    try {
      task = await TaskController.of(controller, workspace);
      log = handlerLog(handler, context);
    } catch (error) {
      await endStep(execution, task, error, context);
      throw error;
    }
    begin(task, log, execution, context);
    return null;
  },
});

function begin(
  task: TaskController,
  log: LogListener,
  execution: StepExecution,
  { channel, agent }: CallableContext,
): void {
  const before = watches.get(task.directory);
  before?.stop.abort();
  const stop = new AbortController();
  const channelEnded = (): void => stop.abort(channel.closed.reason);
  channel.closed.addEventListener('abort', channelEnded, { once: true });
  if (channel.closed.aborted) channelEnded();
  const broken = (): boolean => channel.closed.aborted && !channel.endsOrderly;
  const ended = Promise.resolve(before?.ended)
    .then(() => watch({ task, log, execution, logger: agent.logger, signal: stop.signal, broken }))
    .then(() => {
      channel.closed.removeEventListener('abort', channelEnded);
      if (watches.get(task.directory) === current) watches.delete(task.directory);
    });
  const current: Watch = { stop, ended };
  watches.set(task.directory, current);
}

/**
 * Ends a step that cannot be watched, be it that a filter of its log is not known: nobody reads the answer to this request, and
 * nothing may be printed without the filter. Its processes are killed, the reason is printed, and the step fails.
 */
async function endStep(
  execution: StepExecution,
  task: TaskController | undefined,
  reason: unknown,
  context: CallableContext,
): Promise<void> {
  const { signal } = context;
  try {
    if (task && task.cookie !== null) {
      await killByEnvironment([['JENKINS_SERVER_COOKIE', task.cookie]], signal, vetoes(context, context.agent));
    }
    await execution.problem(reason);
    // The controller fails a step whose output is of the kind that it did not want, even one that takes any exit code.
    const captured = task ? await task.output(signal) : null;
    await execution.exited(-1, captured === null ? Buffer.alloc(0) : null);
    if (task) await deleteRecursive(task.directory, { signal });
  } finally {
    execution.release();
  }
}
