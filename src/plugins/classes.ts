/** Every Java class that the agent implements, made known to `lookup`. */
import { useClassIndex } from '../callables/lookup.js';
import { declareCoreThrowables } from '../jenkins/throwables.js';
import { CLASS_INDEX } from './class-index.js';

/** To be called before the first request is served; again does no harm. Loads nothing but the index. */
export function useAllClasses(): void {
  useClassIndex(CLASS_INDEX);
  declareCoreThrowables();
}
