/** java.util.Date, UUID, Locale and java.io.File. */
import { CustomDataReader, CustomDataWriter } from '../custom-data.js';
import { declareClass } from '../declare.js';
import { InvalidObjectError } from '../errors.js';
import { JavaObject } from '../model.js';
import type { JavaValue } from '../model.js';
import { describeValue } from '../primitive.js';

/** java.util.Date: custom: long milliseconds */
const DATE = declareClass({
  name: 'java.util.Date',
  suid: 0x686a81014b597419n,
  custom: ({ millis }) => new CustomDataWriter().long(millis as bigint).items,
});

/** java.io.File: String path; custom: char separator */
const FILE = declareClass({
  name: 'java.io.File',
  suid: 0x042da4450e0de4ffn,
  fields: { path: 'Ljava/lang/String;' },
  custom: ({ separator }) => new CustomDataWriter().chars(separator as string).items,
});

const UUID = declareClass({
  name: 'java.util.UUID',
  suid: 0xbc9903f7986d852fn,
  fields: { leastSigBits: 'J', mostSigBits: 'J' },
});

/** java.util.Locale: putFields, then no more. hashcode is -1 for not computed. */
const LOCALE = declareClass({
  name: 'java.util.Locale',
  suid: 0x7ef811609c30f9ecn,
  fields: {
    hashcode: 'I',
    country: 'Ljava/lang/String;',
    extensions: 'Ljava/lang/String;',
    language: 'Ljava/lang/String;',
    script: 'Ljava/lang/String;',
    variant: 'Ljava/lang/String;',
  },
  custom: () => [],
});

/** A Date of milliseconds since 1970. */
export const date = (millis: bigint | number): JavaObject => DATE.create({}, { millis: BigInt(millis) });

/** Milliseconds since 1970 of a Date or a subclass of it. Throws InvalidObjectError. */
export function dateMillis(value: JavaValue | undefined): bigint {
  return new CustomDataReader(instance(value, 'java.util.Date').custom('java.util.Date')).long();
}

/** A File; the separator is that of the machine that the path is of. */
export const file = (path: string, separator: '/' | '\\' = '/'): JavaObject => FILE.create({ path }, { separator });

/** The path of a File. Throws InvalidObjectError. */
export function filePath(value: JavaValue | undefined): string {
  return text(instance(value, 'java.io.File'), 'path');
}

/** A UUID of its usual text. Throws InvalidObjectError on another text. */
export function uuid(name: string): JavaObject {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(name)) throw new InvalidObjectError(`not a UUID: ${name}`);
  const bits = BigInt(`0x${name.replaceAll('-', '')}`);
  return UUID.create({ leastSigBits: BigInt.asIntN(64, bits), mostSigBits: BigInt.asIntN(64, bits >> 64n) });
}

/** The text of a UUID. Throws InvalidObjectError. */
export function uuidText(value: JavaValue | undefined): string {
  const object = instance(value, 'java.util.UUID');
  const [most, least] = [object.get('mostSigBits'), object.get('leastSigBits')];
  if (typeof most !== 'bigint' || typeof least !== 'bigint')
    throw new InvalidObjectError('a java.util.UUID without bits');
  const hex = ((BigInt.asUintN(64, most) << 64n) | BigInt.asUintN(64, least)).toString(16).padStart(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export interface LocaleParts {
  readonly language: string;
  readonly country?: string;
  readonly variant?: string;
  readonly script?: string;
  readonly extensions?: string;
}

export const locale = ({
  language,
  country = '',
  variant = '',
  script = '',
  extensions = '',
}: LocaleParts): JavaObject => LOCALE.create({ hashcode: -1, language, country, variant, script, extensions });

/** What a Locale says. Throws InvalidObjectError. */
export function localeParts(value: JavaValue | undefined): Required<LocaleParts> {
  const object = instance(value, 'java.util.Locale');
  return {
    language: text(object, 'language'),
    country: text(object, 'country'),
    variant: text(object, 'variant'),
    script: text(object, 'script'),
    extensions: text(object, 'extensions'),
  };
}

function instance(value: JavaValue | undefined, className: string): JavaObject {
  if (value instanceof JavaObject && value.isA(className)) return value;
  throw new InvalidObjectError(`a ${className} was expected, not ${describeValue(value)}`);
}

function text(object: JavaObject, field: string): string {
  const value = object.get(field);
  if (typeof value === 'string') return value;
  throw new InvalidObjectError(`${object.className}.${field} is not a string`);
}
