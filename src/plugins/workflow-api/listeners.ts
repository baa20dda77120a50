/**
 * The listeners that a Pipeline's steps are sent, each wrapping the next:
 *
 *     DurableTaskStep$Execution$NewlineSafeTaskListener {TaskListener delegate}
 *     TaskListenerDecorator$CloseableTaskListener {TaskListener mainDelegate, closeDelegate}
 *     TaskListenerDecorator$DecoratedTaskListener {TaskListener delegate, List decorators}
 *     BufferedBuildListener$Replacement {RemoteOutputStream ros, DelayBufferedOutputStream$Tuning tuning}
 *
 * The controller stores what it receives: decoration, masking above all, is done here. What it sends a listener for closing
 * with (closeDelegate) is the log itself, which an agent never closes.
 */
import type { Call } from '../../remoting/call.js';
import { listValues } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { readShape, int, long, obj } from '../../callables/shape.js';
import { logTransforms } from '../../jenkins/listener/log-filter.js';
import { asLogListener, LogListener } from '../../jenkins/listener/log-listener.js';
import { taskListener } from '../../jenkins/listener/task-listener.js';
import { DelayedOutput } from './delayed-output.js';

/** What is buffered for a stream, by the object that brought it: a request may refer to the same listener twice. */
const outputs = new WeakMap<JavaObject, DelayedOutput>();

/** org.jenkinsci.plugins.workflow.log.BufferedBuildListener$Replacement */
export function decodeBufferedListener(value: JavaObject, call: Call): LogListener {
  const known = outputs.get(value) ?? bufferedOutput(value, call);
  outputs.set(value, known);
  return new LogListener(known, [], call);
}

/** Its decorators are in the order in which they were put around the log: the last one gets the text first. */
export function decodeDecoratedListener(value: JavaObject, call: Call): LogListener {
  const inner = asLogListener(taskListener(value.get('delegate'), call), call);
  const decorators = [...listValues(value.get('decorators') ?? null)].reverse();
  return inner.with(decorators.flatMap((decorator) => logTransforms(decorator, call)));
}

function bufferedOutput(value: JavaObject, call: Call): DelayedOutput {
  const { tuning } = readShape(value, { tuning: obj });
  const { recurrencePeriodBackoff, ...times } = readShape(tuning, TUNING);
  return new DelayedOutput(
    call.output(value.get('ros')),
    {
      bufferSize: times.bufferSize,
      minRecurrencePeriod: Number(times.minRecurrencePeriod),
      maxRecurrencePeriod: Number(times.maxRecurrencePeriod),
      recurrencePeriodBackoff,
    },
    call.channel.closed,
  );
}

/** DelayBufferedOutputStream$Tuning {int bufferSize, long maxRecurrencePeriod, minRecurrencePeriod, float recurrencePeriodBackoff} */
const TUNING = { bufferSize: int, maxRecurrencePeriod: long, minRecurrencePeriod: long, recurrencePeriodBackoff: int };
