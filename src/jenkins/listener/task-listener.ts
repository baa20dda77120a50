/**
 * Task listeners as they come over the wire, decoded by class name. Families that bring listeners of their own add them with
 * `addListenerDecoders` when they are loaded; a class that nobody added is refused by its name.
 */
import { JavaError } from '../../java/java-error.js';
import type { Call } from '../../remoting/call.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import type { Listener } from './listener.js';
import { NullListener } from './null-listener.js';
import { decodeBufferedListener, decodeDecoratedListener, decodeNewlineSafeListener } from './pipeline-listeners.js';
import { decodeStreamListener } from './stream-listener.js';

/** Makes a listener of an object. Those that wrap another get it with `taskListener(value.get('delegate'), call)`. */
export type ListenerDecoder = (value: JavaObject, call: Call) => Listener;

const decoders = new Map<string, ListenerDecoder>([
  ['hudson.util.StreamTaskListener', decodeStreamListener],
  ['hudson.model.StreamBuildListener', decodeStreamListener],
  ['hudson.model.NullTaskListener', () => new NullListener()],
  // Its delegate is a StreamTaskListener over the controller's logger.
  ['hudson.util.LogTaskListener', (value, call) => taskListener(value.get('delegate'), call)],
  ['jenkins.util.BuildListenerAdapter', (value, call) => taskListener(value.get('delegate'), call)],
  ['org.jenkinsci.plugins.workflow.log.BufferedBuildListener$Replacement', decodeBufferedListener],
  [
    'org.jenkinsci.plugins.workflow.log.TaskListenerDecorator$DecoratedTaskListener',
    (value, call) => decodeDecoratedListener(value, call, taskListener),
  ],
  [
    'org.jenkinsci.plugins.workflow.log.TaskListenerDecorator$CloseableTaskListener',
    (value, call) => taskListener(value.get('mainDelegate'), call),
  ],
  [
    'org.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep$Execution$NewlineSafeTaskListener',
    (value, call) => decodeNewlineSafeListener(value, call, taskListener),
  ],
]);

/** Adds decoders by Java class name. Adding the same one twice changes nothing. */
export function addListenerDecoders(added: Readonly<Record<string, ListenerDecoder>>): void {
  for (const [className, decoder] of Object.entries(added)) {
    const known = decoders.get(className);
    if (known && known !== decoder) throw new Error(`there are two decoders for the listener ${className}`);
    decoders.set(className, decoder);
  }
}

/**
 * The listener behind an argument of a callable.
 * Throws java.lang.NullPointerException for null, and java.io.IOException for a class that has no decoder.
 */
export function taskListener(value: JavaValue | undefined, call: Call): Listener {
  if (value === null || value === undefined) throw new JavaError('java.lang.NullPointerException', null);
  const decoder = value instanceof JavaObject ? decoders.get(value.className) : undefined;
  if (decoder && value instanceof JavaObject) return decoder(value, call);
  const className = typeof value === 'object' ? value.className : typeof value;
  throw new JavaError('java.io.IOException', `The task listener ${className} is not known to this agent`);
}

/** The listener behind an argument that may be null. */
export function nullableTaskListener(value: JavaValue | undefined, call: Call): Listener | null {
  return value === null || value === undefined ? null : taskListener(value, call);
}
