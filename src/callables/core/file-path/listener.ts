/**
 * A line for a TaskListener. Only what the controller itself makes is written to:
 *
 *     hudson.model.NullTaskListener      nothing
 *     hudson.util.StreamTaskListener     custom: RemoteOutputStream out, String charset or null
 *
 * What is meant for a listener of another class goes to the agent's log.
 */
import { findCharset, defaultCharset } from '../../../host/charsets/charset.js';
import { CustomDataReader } from '../../../serial/custom-data.js';
import { JavaObject } from '../../../serial/model.js';
import type { JavaValue } from '../../../serial/model.js';
import type { CallableContext } from '../../callable.js';

const STREAM_LISTENER = 'hudson.util.StreamTaskListener';

/** Prints a text, to be followed by the answer. */
export async function printTo(listener: JavaValue, context: CallableContext, text: string): Promise<void> {
  if (listener instanceof JavaObject && listener.isA('hudson.model.NullTaskListener')) return;
  if (!(listener instanceof JavaObject) || !listener.isA(STREAM_LISTENER)) {
    context.agent.logger.log('WARNING', 'hudson.model.TaskListener getLogger', text.trimEnd());
    return;
  }
  const custom = new CustomDataReader(listener.custom(STREAM_LISTENER));
  const out = context.output(custom.object());
  const name = custom.object();
  const charset = typeof name === 'string' ? await findCharset(name) : null;
  await out.write((charset ?? defaultCharset).encode(text));
  out.flush();
  context.follow(out);
}
