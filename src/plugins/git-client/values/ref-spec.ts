/** org.eclipse.jgit.transport.RefSpec {boolean force, matching, negative, wildcard; WildcardMode; String dstName, srcName}. */
import { JavaObject } from '../../../serial/model.js';
import { listValues } from '../../../serial/jdk.js';
import type { JavaValue } from '../../../serial/model.js';
import { bool, nullableStr, readShape } from '../../../callables/shape.js';

const FIELDS = { force: bool, matching: bool, negative: bool, dstName: nullableStr, srcName: nullableStr };

/** RefSpec.toString() of each element of a List or array; nulls are left out, a list that is null is empty. */
export function refSpecTexts(value: JavaValue | undefined): string[] {
  if (value === null || value === undefined) return [];
  return listValues(value)
    .filter((spec): spec is JavaObject => spec instanceof JavaObject)
    .map(refSpecText);
}

/** `+refs/heads/*:refs/remotes/origin/*` */
export function refSpecText(spec: JavaObject): string {
  const { force, matching, negative, dstName, srcName } = readShape(spec, FIELDS);
  if (matching) return force ? '+:' : ':';
  const source = `${negative ? '^' : ''}${srcName ?? ''}`;
  return `${force ? '+' : ''}${source}${dstName === null ? '' : `:${dstName}`}`;
}
