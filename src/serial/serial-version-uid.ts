/**
 * The serialVersionUID of a class, from its class file: the constant of that name, or what java.io.ObjectStreamClass computes,
 * the first eight bytes (little-endian) of the SHA-1 of
 *
 *     UTF class name, int modifiers, UTF interface... (sorted)
 *     field...        UTF name, int modifiers, UTF descriptor          sorted by name; private static and private transient ones left out
 *     "<clinit>"      UTF name, int STATIC, UTF "()V"                  if there is a static initializer
 *     constructor...  UTF "<init>", int modifiers, UTF descriptor      sorted by descriptor; private ones left out
 *     method...       UTF name, int modifiers, UTF descriptor          sorted by name and descriptor; private ones left out
 */
import { createHash } from 'node:crypto';
import { readClassFile } from './class-file.js';
import type { Member } from './class-file.js';
import { encodeModifiedUtf8, modifiedUtf8Length } from './modified-utf8.js';

const [PUBLIC, PRIVATE, PROTECTED, STATIC, FINAL] = [0x1, 0x2, 0x4, 0x8, 0x10];
const [SYNCHRONIZED, VOLATILE, TRANSIENT, NATIVE, INTERFACE, ABSTRACT, STRICT] = [
  0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800,
];
const CLASS_MODIFIERS = PUBLIC | FINAL | INTERFACE | ABSTRACT;
const FIELD_MODIFIERS = PUBLIC | PRIVATE | PROTECTED | STATIC | FINAL | VOLATILE | TRANSIENT;
const METHOD_MODIFIERS = PUBLIC | PRIVATE | PROTECTED | STATIC | FINAL | SYNCHRONIZED | NATIVE | ABSTRACT | STRICT;

/** Throws RangeError on a class file that is cut off, and on what is none. */
export function serialVersionUid(classFile: Buffer): bigint {
  const { name, modifiers, interfaces, fields, methods, serialVersionUid: declared } = readClassFile(classFile);
  if (declared !== undefined) return declared;
  const hash = createHash('sha1');
  const text = (value: string) => {
    const length = modifiedUtf8Length(value);
    const bytes = Buffer.alloc(2 + length);
    bytes.writeUInt16BE(length);
    encodeModifiedUtf8(value, length, bytes, 2);
    hash.update(bytes);
  };
  const member = ({ name: called, modifiers: flags, descriptor }: Member) => {
    text(called);
    hash.update(int(flags));
    text(descriptor);
  };
  text(name);
  hash.update(int(modifiers & CLASS_MODIFIERS));
  for (const one of [...interfaces].sort()) text(one);
  for (const field of sorted(masked(fields, FIELD_MODIFIERS), ({ name: called }) => called)) {
    if ((field.modifiers & PRIVATE) === 0 || (field.modifiers & (STATIC | TRANSIENT)) === 0) member(field);
  }
  if (methods.some((method) => method.name === '<clinit>')) {
    member({ name: '<clinit>', modifiers: STATIC, descriptor: '()V' });
  }
  const visible = masked(methods, METHOD_MODIFIERS)
    .filter((method) => (method.modifiers & PRIVATE) === 0 && method.name !== '<clinit>')
    .map((method) => ({ ...method, descriptor: method.descriptor.replaceAll('/', '.') }));
  const isConstructor = (method: Member) => method.name === '<init>';
  for (const one of sorted(visible.filter(isConstructor), ({ descriptor }) => descriptor)) member(one);
  const others = visible.filter((method) => !isConstructor(method));
  // A name never contains the separator, which comes before everything that it may contain.
  for (const one of sorted(others, ({ name: called, descriptor }) => `${called}\0${descriptor}`)) member(one);
  return hash.digest().readBigInt64LE(0);
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function masked(members: readonly Member[], mask: number): Member[] {
  return members.map((member) => ({ ...member, modifiers: member.modifiers & mask }));
}

function sorted(members: readonly Member[], key: (member: Member) => string): Member[] {
  return [...members].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
