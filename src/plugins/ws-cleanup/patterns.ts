import { JavaError } from '../../java/java-error.js';
import { listValues } from '../../serial/jdk.js';
import { JavaEnum, JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { nullableStr, readShape } from '../../callables/shape.js';

export interface CleanupPatterns {
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
}

/** A list of hudson.plugins.ws_cleanup.Pattern { String pattern, Pattern$PatternType type }. None to include means everything. */
export function readPatterns(list: JavaValue): CleanupPatterns {
  const includes: string[] = [];
  const excludes: string[] = [];
  for (const element of list === null ? [] : listValues(list)) {
    const { pattern, exclude } = readPattern(element);
    (exclude ? excludes : includes).push(pattern);
  }
  return { includes: includes.length > 0 ? includes : ['**/*'], excludes };
}

/** A type that is missing counts as INCLUDE: Pattern.readResolve. */
function readPattern(element: JavaValue): { pattern: string; exclude: boolean } {
  if (!(element instanceof JavaObject)) throw new JavaError('java.lang.NullPointerException', null);
  const { pattern } = readShape(element, { pattern: nullableStr });
  if (pattern === null) throw new JavaError('java.lang.NullPointerException', null);
  const type = element.get('type');
  return { pattern, exclude: type instanceof JavaEnum && type.constant === 'EXCLUDE' };
}
