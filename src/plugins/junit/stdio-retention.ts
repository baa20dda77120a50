import { JavaError } from '../../java/java-error.js';
import { JavaEnum } from '../../serial/model.js';
import type { JavaObject } from '../../serial/model.js';
import type { StdioRetention } from './stdio.js';

/**
 * How much output to keep, of a request or a result: its enum, before 2023 a flag.
 * @throws JavaError java.io.InvalidObjectException for a constant that is not known
 */
export function stdioRetentionOf(object: JavaObject): StdioRetention {
  const value = object.get('stdioRetention');
  if (value === undefined) return fromKeepLongStdio(object.get('keepLongStdio') === true);
  const constant = value instanceof JavaEnum ? value.constant : 'NONE';
  if (constant === 'ALL' || constant === 'FAILED' || constant === 'NONE') return constant;
  throw new JavaError('java.io.InvalidObjectException', `The retention ${constant} is not known to this agent`);
}

/** StdioRetention.fromKeepLongStdio */
export function fromKeepLongStdio(keep: boolean): StdioRetention {
  return keep ? 'ALL' : 'NONE';
}
