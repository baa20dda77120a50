import { describe, expect, test } from 'vitest';
import { JavaArray } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { readObject } from '../../src/serial/reader.js';
import { OBJECT_ARRAY, THE_OBJECT_ARRAY, classDesc, corruption } from './corruption.js';
import { stream, utf } from './fixture.js';

describe('what the grammar forbids', () => {
  test.each([
    ['nothing', '', /end of input/],
    ['an unknown type code', '6f', /invalid type code 6f at offset 4/],
    ['a handle of nothing', '71 007e0000', /invalid handle 7e0000/],
    ['a negative handle', '71 ffffffff', /invalid handle ffffffff/],
    ['an object without a class', '73 70', /null where a class descriptor/],
    [
      'an object of a string',
      `75 ${OBJECT_ARRAY} 00000002 74 ${utf('s')} 73 71 007e0002`,
      /reference to an object where/,
    ],
    [
      'a class descriptor as a value',
      `75 ${OBJECT_ARRAY} 00000001 71 007e0000`,
      /reference to a class descriptor where/,
    ],
    ['an array of no array class', `75 ${classDesc('A', '02')} 00000000`, /array of A/],
    ['an array of no known type', `75 ${classDesc('[Q', '02')} 00000000`, /array of no known type/],
    ['an array of negative length', `75 ${OBJECT_ARRAY} ffffffff`, /array of -1 elements/],
    ['block data of negative length', `7a ffffffff`, /block data of -1 bytes/],
    ['a reset inside an object', `75 ${OBJECT_ARRAY} 00000001 79`, /reset inside an object/],
    ['an object of a class that is not serializable', `73 ${classDesc('A', '00')}`, /class A is not serializable/],
    ['conflicting flags', `73 ${classDesc('A', '06')}`, /flags conflict in class A/],
    ['an enum with a serialVersionUID', `7e ${classDesc('A', '12')} 74 ${utf('X')}`, /enum descriptor/],
    ['a constant of no enum', `7e ${classDesc('A', '02')} 74 ${utf('X')}`, /A is no enum class/],
    [
      'a constant whose name is no string',
      `7e 72 ${utf('E')} 0000000000000000 12 0000 78 70 70`,
      /a string was expected/,
    ],
    ['a field of no type', `73 ${classDesc('A', '02', `0001 51 ${utf('f')}`)}`, /a field of type Q/],
    [
      'primitives behind objects',
      `73 ${classDesc('A', '02', `0002 4c ${utf('o')} 74 ${utf('LA;')} 49 ${utf('i')}`)}`,
      /illegal field order/,
    ],
    [
      'a class that is its own superclass',
      `73 72 ${utf('A')} 0000000000000001 02 0000 78 71 007e0000`,
      /used in its own descriptor/,
    ],
    [
      'a class whose annotation is of itself',
      `73 72 ${utf('A')} 0000000000000001 02 0000 73 71 007e0000`,
      /used in its own descriptor/,
    ],
    ['a string with bare continuation bytes', '74 0001 80', /malformed modified UTF-8 at offset 7/],
    ['a string cut inside a character', '74 0001 e2', /malformed modified UTF-8/],
  ])('%s', (_, hex, message) => {
    const error = corruption(stream(hex));
    expect(error?.message).toMatch(message);
  });

  test('another header', () => {
    expect(corruption(Buffer.from('aced000470', 'hex'))?.message).toBe('not a Java object stream at offset 0');
    expect(corruption(Buffer.from('GET / HTTP/1.1'))?.truncated).toBe(false);
  });
});

describe('bombs', () => {
  const nested = (depth: number) => {
    const levels = Array.from({ length: depth - 1 }, () => `75 ${THE_OBJECT_ARRAY} 00000001`).join('');
    return stream(`75 ${OBJECT_ARRAY} 00000001`, levels, '70');
  };

  test('objects as deep as allowed, and one deeper', () => {
    let value: JavaValue = readObject(nested(500));
    let depth = 0;
    for (; value instanceof JavaArray; depth++) value = (value.elements as JavaValue[])[0] ?? null;
    expect(depth).toBe(500);
    expect(corruption(nested(501))?.message).toMatch(/nested deeper than 500/);
    expect(corruption(nested(100_000))?.message).toMatch(/nested deeper than 500/);
  });

  test('a limit beyond what the stack holds still ends in our error', () => {
    expect(corruption(nested(100_000), { maxDepth: Infinity })?.message).toMatch(/too deep for the stack/);
  });

  test('annotations inside annotations, superclasses of superclasses', () => {
    const open = `72 ${utf('A')} 0000000000000001 02 0000`;
    expect(corruption(stream('73', `${open} 73`.repeat(50_000)))?.message).toMatch(/nested deeper/);
    expect(corruption(stream('73', `${open} 78`.repeat(50_000)))?.message).toMatch(/nested deeper/);
    expect(corruption(stream('73', `${open} 76`.repeat(50_000)))?.message).toMatch(/nested deeper/);
  });

  test.each([
    ['bytes', '[B', '7fffffff'],
    ['longs', '[J', '7fffffff'],
    ['longs, just too many', '[J', '00000002'],
    ['booleans', '[Z', '7fffffff'],
    ['objects', '[LA;', '7fffffff'],
  ])('an array of more %s than there is input', (_, name, length) => {
    const error = corruption(stream(`75 ${classDesc(name, '02')} ${length}`, '00'.repeat(15)));
    expect(error?.truncated).toBe(true);
    expect(error?.message).toMatch(/more byte\(s\) expected/);
  });

  test('strings and block data longer than the input', () => {
    expect(corruption(stream('74 ffff 61'))?.truncated).toBe(true);
    expect(corruption(stream('7c 0000000000ffffff 61'))?.truncated).toBe(true);
    expect(corruption(stream('7c 7fffffffffffffff 61'))?.message).toMatch(/string of 9223372036854775807 bytes/);
    expect(corruption(stream('7c ffffffffffffffff 61'))?.message).toMatch(/string of -1 bytes/);
    expect(corruption(stream('7a 7fffffff 61'))?.truncated).toBe(true);
  });

  test('many objects of few bytes count with all their classes', () => {
    const supers = Array.from({ length: 99 }, (_, i) => `72 ${utf(`C${i + 1}`)} 0000000000000001 02 0000 78`).join('');
    const count = 1_000;
    const bytes = stream(
      `75 ${OBJECT_ARRAY} ${(count + 1).toString(16).padStart(8, '0')}`,
      `73 72 ${utf('C0')} 0000000000000001 02 0000 78 ${supers} 70`,
      '73 71 007e0002'.repeat(count),
    );
    expect(corruption(bytes, { maxObjects: 100_000 })?.message).toMatch(/more than 100000 objects/);
    expect(corruption(bytes, { maxObjects: 110_000 })).toBeUndefined();
  });

  test('a limit on objects', () => {
    const bytes = stream(`75 ${OBJECT_ARRAY} 00000003`, `74 ${utf('s')}`.repeat(3));
    expect(corruption(bytes, { maxObjects: 5 })).toBeUndefined();
    expect(corruption(bytes, { maxObjects: 4 })?.message).toMatch(/more than 4 objects/);
  });

  test.each([
    ['null elements', `75 ${OBJECT_ARRAY} 00000003`, '70'.repeat(3), 3],
    ['references', `75 ${OBJECT_ARRAY} 00000003`, '71 007e0001'.repeat(3), 3],
    ['booleans', `75 ${classDesc('[Z', '02')} 00000003`, '00'.repeat(3), 3],
    ['fields', `73 ${classDesc('A', '02', `0003 42 ${utf('a')} 42 ${utf('b')} 5a ${utf('c')}`)}`, '000000', 3],
    ['nulls in custom data', `73 ${classDesc('A', '03')}`, '707070 78', 3],
  ])('a limit on %s', (_, open, rest, values) => {
    expect(corruption(stream(open, rest), { maxValues: values })).toBeUndefined();
    expect(corruption(stream(open, rest), { maxValues: values - 1 })?.message).toMatch(/more than 2 values/);
  });

  test('a limit on the fields of descriptors and on runs of block data', () => {
    const fields = stream(`73 ${classDesc('A', '02', `0002 42 ${utf('a')} 42 ${utf('b')}`)}`, '0000');
    // A descriptor, two fields, an object, its one part.
    expect(corruption(fields, { maxObjects: 5 })).toBeUndefined();
    expect(corruption(fields, { maxObjects: 4 })?.message).toMatch(/more than 4 objects/);
    const runs = stream(`73 ${classDesc('A', '03')}`, '7700 70 7700 70 78');
    expect(corruption(runs, { maxObjects: 5 })).toBeUndefined();
    expect(corruption(runs, { maxObjects: 4 })?.message).toMatch(/more than 4 objects/);
  });

  test('a proxy of more interfaces than a class may have', () => {
    const proxy = (count: number, names: number) =>
      stream(`73 7d ${(count >>> 0).toString(16).padStart(8, '0')}`, '0000'.repeat(names), '78 70');
    expect(corruption(proxy(65_535, 65_535))).toBeUndefined();
    expect(corruption(proxy(65_536, 65_536))?.message).toMatch(/a proxy of 65536 interfaces/);
    expect(corruption(proxy(-1, 0))?.message).toMatch(/a proxy of -1 interfaces/);
  });
});
