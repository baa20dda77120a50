import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';

/** Secret.toString: the text of a hudson.util.Secret {byte[] iv, String value}, or a plain String; null for null. */
export function secret(value: JavaValue | undefined): string | null {
  const text = value instanceof JavaObject ? value.get('value') : value;
  return typeof text === 'string' ? text : null;
}
