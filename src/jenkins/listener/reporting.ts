import type { CallableContext } from '../../callables/callable.js';
import type { Listener } from './listener.js';

/** Runs with a listener, which is flushed whatever happens: what was printed comes before the answer. */
export async function reporting<T>(
  listener: Listener,
  context: CallableContext,
  run: (listener: Listener) => Promise<T>,
): Promise<T> {
  try {
    return await run(listener);
  } finally {
    listener.flush();
    listener.follow(context);
  }
}
