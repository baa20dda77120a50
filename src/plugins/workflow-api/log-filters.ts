/**
 * Decorators of a Pipeline's log (TaskListenerDecorator, and hudson.console.ConsoleLogFilter within them), by class name. The
 * agent must run them: most mask secrets. One that is not known fails the request, before a byte has been written.
 */
import { ioError } from '../../java/java-error.js';
import type { Call } from '../../remoting/call.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';
import { activityFilter, callbackFilter } from '../workflow-basic-steps/activity-filter.js';
import { maskingFilters } from '../credentials-binding/masking-filters.js';
import { teeFilter } from '../pipeline-utility-steps/tee-filter.js';
import { timestamps } from '../timestamper/timestamps.js';

/** Makes the transforms of a decorator; the one that gets the text first comes first. */
export type LogFilterDecoder = (value: JavaObject, call: Call) => LogTransform[];

const unchanged: LogFilterDecoder = () => [];

const decoders: ReadonlyMap<string, LogFilterDecoder> = new Map<string, LogFilterDecoder>([
  // `subsequent` was put around the log first.
  [
    'org.jenkinsci.plugins.workflow.log.TaskListenerDecorator$MergedTaskListenerDecorator',
    (value, call) => both(value, 'original', 'subsequent', call),
  ],
  // The other way round, by their own comment on it.
  [
    'org.jenkinsci.plugins.workflow.steps.BodyInvoker$MergedFilter',
    (value, call) => both(value, 'subsequent', 'original', call),
  ],
  [
    'org.jenkinsci.plugins.workflow.log.TaskListenerDecorator$ConsoleLogFilterAdapter',
    (value, call) => logTransforms(value.get('filter'), call),
  ],
  ...maskingFilters,
  ['hudson.plugins.timestamper.pipeline.GlobalDecorator', timestamps],
  // Kept by the plugin for old builds only; it does nothing.
  ['hudson.plugins.timestamper.pipeline.TimestamperStep$TimestampNotesConsoleLogFilter', unchanged],
  // Console notes are signed by the controller. Those that an agent writes are dropped when the log is shown.
  ['hudson.plugins.timestamper.TimestamperBuildWrapper$ConsoleLogFilterImpl', unchanged],
  ['hudson.plugins.gradle.GradleTaskListenerDecorator', unchanged],
  // Of versions before 1.0: escape sequences would become console notes. They stay as they are, for later viewers to colour.
  ['hudson.plugins.ansicolor.AnsiColorConsoleLogFilter', unchanged],
  ['org.jenkinsci.plugins.workflow.steps.TimeoutStepExecution$ConsoleLogFilterImpl', callbackFilter],
  ['org.jenkinsci.plugins.workflow.steps.TimeoutStepExecution$ConsoleLogFilterImpl2', activityFilter],
  ['org.jenkinsci.plugins.pipeline.utility.steps.fs.TeeStep$TeeFilter', teeFilter],
]);

/**
 * What a decorator or filter does to a log.
 * @throws JavaError java.io.IOException that names a class that is not known
 */
export function logTransforms(decorator: JavaValue | undefined, call: Call): LogTransform[] {
  const decoder = decorator instanceof JavaObject ? decoders.get(decorator.className) : undefined;
  if (decoder && decorator instanceof JavaObject) return decoder(decorator, call);
  const name = typeof decorator === 'object' && decorator !== null ? decorator.className : String(decorator);
  throw ioError(
    `The log decorator ${name} is not known to this agent. It may mask secrets, so nothing is printed without it.`,
  );
}

function both(value: JavaObject, first: string, second: string, call: Call): LogTransform[] {
  return [...logTransforms(value.get(first), call), ...logTransforms(value.get(second), call)];
}
