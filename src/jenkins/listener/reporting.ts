import type { JavaValue } from '../../serial/model.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Listener } from './listener.js';
import { taskListener } from './task-listener.js';

/** Runs with the listener of a field, which is flushed whatever happens: what was printed comes before the answer. */
export async function reporting<T>(
  value: JavaValue,
  context: CallableContext,
  run: (listener: Listener) => Promise<T>,
): Promise<T> {
  const listener = taskListener(value, context);
  try {
    return await run(listener);
  } finally {
    listener.flush();
    listener.follow(context);
  }
}
