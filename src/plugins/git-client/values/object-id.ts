/**
 * org.eclipse.jgit.lib.ObjectId on the wire: no fields; custom data: 20 bytes, the SHA-1, as five big-endian ints.
 */
import { JavaError } from '../../../java/java-error.js';
import { declareClass } from '../../../serial/declare.js';
import { JavaObject } from '../../../serial/model.js';
import type { JavaValue } from '../../../serial/model.js';

export const OBJECT_ID = declareClass({
  name: 'org.eclipse.jgit.lib.ObjectId',
  suid: 1n,
  custom: ({ sha1 }) => [Buffer.from(sha1 as string, 'hex')],
});

/**
 * ObjectId.fromString.
 * @param sha1 40 hexadecimal digits; anything else throws org.eclipse.jgit.errors.InvalidObjectIdException
 */
export function objectId(sha1: string): JavaObject {
  return OBJECT_ID.create({}, { sha1: checkedSha1(sha1) });
}

/** The text when it is a SHA-1; throws as ObjectId.fromString does. */
export function checkedSha1(text: string): string {
  if (/^[0-9a-fA-F]{40}$/.test(text)) return text.toLowerCase();
  const message = `Invalid id: ${text}`;
  throw new JavaError('org.eclipse.jgit.errors.InvalidObjectIdException', message);
}

/** ObjectId.name() of an ObjectId or a subclass of it; null for null. Throws java.io.InvalidObjectException. */
export function sha1Of(value: JavaValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  const [bytes] = value instanceof JavaObject ? value.custom(OBJECT_ID.desc.name) : [];
  if (Buffer.isBuffer(bytes) && bytes.length === 20) return bytes.toString('hex');
  throw new JavaError('java.io.InvalidObjectException', 'expected an ObjectId');
}
