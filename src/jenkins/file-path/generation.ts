/** Which line of the core a request comes from, where the same class answers differently. */
import type { JavaObject } from '../../serial/model.js';

/** FilePath$SecureFileCallable was the superclass of FilePath's callables until 2.325. */
export function isBefore2326(object: JavaObject): boolean {
  return object.isA('hudson.FilePath$SecureFileCallable');
}
