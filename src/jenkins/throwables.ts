/** Exception classes of the core that callables of any family throw. */
import { declareThrowable } from '../serial/throwables.js';

/** Makes them known to whoever writes exceptions. To be called before the first callable runs; again does no harm. */
export function declareCoreThrowables(): void {
  // Fails a build with its message alone, without a stack trace.
  declareThrowable({ name: 'hudson.AbortException', suid: 1n, superclass: 'java.io.IOException' });
}
