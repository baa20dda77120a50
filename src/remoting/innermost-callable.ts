import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';

const MAX_WRAPPERS = 8;

/**
 * The callable inside whatever is put around it, known or not (FilePath$FileCallableWrapper, interceptors of plugins): for
 * those who tell of a request, not for those who run it.
 */
export function innermostCallable(subject: JavaObject): JavaObject {
  let at = subject;
  for (let depth = 0; depth < MAX_WRAPPERS; depth++) {
    const inner: JavaValue | undefined = at.get('callable');
    if (!(inner instanceof JavaObject)) break;
    at = inner;
  }
  return at;
}
