/** java.lang.Boolean, Character and the Numbers: one field `value` each, Numbers below the empty class java.lang.Number. */
import { declareClass } from '../declare.js';
import { InvalidObjectError } from '../errors.js';
import { JavaObject } from '../model.js';
import type { JavaValue } from '../model.js';
import { describeValue } from '../primitive.js';

/** java.lang.Number, superclass of the boxed numbers. */
export const NUMBER = declareClass({ name: 'java.lang.Number', suid: 0x86ac951d0b94e08bn });

const BOOLEAN = declareClass({ name: 'java.lang.Boolean', suid: 0xcd207280d59cfaeen, fields: { value: 'Z' } });
const CHARACTER = declareClass({ name: 'java.lang.Character', suid: 0x348b47d96b1a2678n, fields: { value: 'C' } });
const BYTE = number('Byte', 0x9c4e6084ee50f51cn, 'B');
const SHORT = number('Short', 0x684d37133460da52n, 'S');
const INTEGER = number('Integer', 0x12e2a0a4f7818738n, 'I');
const LONG = number('Long', 0x3b8be490cc8f23dfn, 'J');
const FLOAT = number('Float', 0xdaedc9a2db3cf0ecn, 'F');
const DOUBLE = number('Double', 0x80b3c24a296bfb04n, 'D');

const TRUE = BOOLEAN.create({ value: true });
const FALSE = BOOLEAN.create({ value: false });

/** Boolean.TRUE or Boolean.FALSE, the same object each time, as in Java. */
export const boxBoolean = (value: boolean): JavaObject => (value ? TRUE : FALSE);
/** A Character of a UTF-16 code unit. */
export const boxChar = (codeUnit: number): JavaObject => CHARACTER.create({ value: codeUnit });
export const boxByte = (value: number): JavaObject => BYTE.create({ value });
export const boxShort = (value: number): JavaObject => SHORT.create({ value });
export const boxInt = (value: number): JavaObject => INTEGER.create({ value });
export const boxLong = (value: bigint): JavaObject => LONG.create({ value });
export const boxFloat = (value: number): JavaObject => FLOAT.create({ value });
export const boxDouble = (value: number): JavaObject => DOUBLE.create({ value });

/** What a boxed value holds: a boolean, a bigint for Long, else a number. Throws InvalidObjectError on anything else. */
export function unbox(value: JavaValue | undefined): boolean | number | bigint {
  const inner = isBoxed(value) ? value.get('value') : undefined;
  if (typeof inner === 'boolean' || typeof inner === 'number' || typeof inner === 'bigint') return inner;
  throw new InvalidObjectError(`a boxed value was expected, not ${describeValue(value)}`);
}

/** Whether a value is a Boolean, Character, Byte, Short, Integer, Long, Float or Double. */
export function isBoxed(value: JavaValue | undefined): value is JavaObject {
  return value instanceof JavaObject && BOXES.has(value.className);
}

const BOXES = new Set([BOOLEAN, CHARACTER, BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE].map(({ desc }) => desc.name));

function number<const Type extends string>(name: string, suid: bigint, type: Type) {
  return declareClass({ name: `java.lang.${name}`, suid, fields: { value: type }, superclass: NUMBER });
}
