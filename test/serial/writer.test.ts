import { describe, expect, test } from 'vitest';
import { declareClass, declareEnum } from '../../src/serial/declare.js';
import { arrayList, boxBoolean, boxInt, byteArray, emptyList, objectArray, stringArray } from '../../src/serial/jdk.js';
import { ClassFlags, JavaClass, JavaObject } from '../../src/serial/model.js';
import type { ClassDesc, JavaArray, JavaValue } from '../../src/serial/model.js';
import { ObjectReader, readObject } from '../../src/serial/reader.js';
import { ObjectWriter, writeObject } from '../../src/serial/writer.js';
import { fixture, stream, utf } from './fixture.js';

const hex = (bytes: Buffer) => bytes.toString('hex');
const elements = (value: JavaValue) => (value as JavaArray).elements as JavaValue[];

describe('strings', () => {
  test('are written anew each time', () => {
    const written = writeObject(stringArray(['s', 's']));
    expect(hex(written)).toContain(`74${utf('s')}74${utf('s')}`);
  });

  test('beyond 65535 bytes are long strings, whatever their length in characters', () => {
    const fits = 'x'.repeat(0xffff);
    expect(writeObject(fits)[4]).toBe(0x74);
    expect(readObject(writeObject(fits))).toBe(fits);
    for (const long of ['x'.repeat(0x10000), '€'.repeat(21846)]) {
      expect(writeObject(long)[4]).toBe(0x7c);
      expect(readObject(writeObject(long))).toBe(long);
    }
  });

  test('as Java writes NUL, surrogates and lone surrogates', () => {
    expect(hex(writeObject('\0é€😀\ud800'))).toBe(hex(fixture('form-string')));
  });
});

describe('handles', () => {
  test('the same object twice is a reference, an equal one is not', () => {
    const one = boxInt(1);
    const [first, second, third] = elements(readObject(writeObject(objectArray([one, one, boxInt(1)]))));
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(third).toEqual(first);
  });

  test('enum constants and Boolean.TRUE', () => {
    const { ONE } = declareEnum('sample.Gen$Plain', ['ONE']);
    expect(hex(writeObject(objectArray([boxBoolean(true), boxBoolean(true)])))).toMatch(/71007e0003$/);
    const inOwnArray = { ...(readObject(fixture('form-enum-twice')) as JavaArray).desc };
    expect(hex(writeObject(objectArray([ONE, ONE], inOwnArray)))).toBe(hex(fixture('form-enum-twice')));
  });

  test('descriptors that say the same are one, also when they are different objects', () => {
    const declare = (suid: bigint) => declareClass({ name: 'A', suid, fields: { i: 'I' } });
    const written = (first: bigint, second: bigint) =>
      writeObject(objectArray([declare(first).create({ i: 1 }), declare(second).create({ i: 2 })]));
    expect(hex(written(1n, 1n))).toMatch(/7371007e000200000002$/);
    expect(hex(written(-1n, 0xffffffffffffffffn))).toMatch(/7371007e000200000002$/);
    expect(hex(written(1n, 2n))).toMatch(/7372000141000000000000000202000149000169787000000002$/);
  });

  test('an object that holds itself', () => {
    const list = objectArray([]);
    elements(list).push(list);
    expect(hex(writeObject(list))).toBe(hex(fixture('form-cycle')));
  });
});

describe('annotations', () => {
  const bootstrap = { annotate: () => [Buffer.from('fffffffd', 'hex')] };

  test('override those that the descriptors carry', () => {
    const request = (readObject(fixture('c2a-userrequest-ping')) as JavaObject).get('request') as JavaArray;
    const ping = readObject(request.elements as Buffer);
    expect(hex(writeObject(ping))).toBe(hex(request.elements as Buffer));
    expect(hex(writeObject(ping, bootstrap))).toMatch(/7704fffffffd7870$/);
    expect(hex(writeObject(ping, { annotate: () => [] }))).not.toContain('7704');
  });

  test('of every descriptor, superclasses and arrays too', () => {
    const written = hex(writeObject(objectArray([boxInt(1), emptyList()]), bootstrap));
    expect(written.match(/7704fffffffd78/g)).toHaveLength(4);
  });

  test('are told the class', () => {
    const names: string[] = [];
    const annotate = (desc: ClassDesc) => (names.push(desc.name), []);
    writeObject(arrayList([boxInt(1), boxInt(2)]), { annotate });
    expect(names).toEqual(['java.util.ArrayList', 'java.lang.Integer', 'java.lang.Number']);
  });
});

describe('custom data', () => {
  const DATA = declareClass({
    name: 'Data',
    suid: 1n,
    custom: ({ items }) => items as (Buffer | JavaValue)[],
  });
  const body = (items: (Buffer | JavaValue)[]) => {
    const head = writeObject(DATA.create({}, { items: [] })).length - 1;
    return hex(writeObject(DATA.create({}, { items })).subarray(head));
  };

  test.each([
    [0, ''],
    [1, '7701'],
    [255, '77ff'],
    [256, '7a00000100'],
    [1024, '7a00000400'],
  ])('%i bytes are one record', (length, header) => {
    expect(body([Buffer.alloc(length)])).toBe(`${header}${'00'.repeat(length)}78`);
  });

  test('more are records of 1024 bytes and the rest', () => {
    const bytes = Buffer.from(Array.from({ length: 2500 }, (_, i) => i & 0xff));
    const record = (start: number, end: number) => hex(bytes.subarray(start, end));
    const expected = `7a00000400${record(0, 1024)}7a00000400${record(1024, 2048)}7a000001c4${record(2048, 2500)}78`;
    expect(body([bytes])).toBe(expected);
    expect(body([bytes.subarray(0, 7), bytes.subarray(7, 1500), bytes.subarray(1500)])).toBe(expected);
  });

  test('objects stand between the runs', () => {
    expect(body([Buffer.from([1]), null, Buffer.from([2]), Buffer.from([3]), 's'])).toBe(
      '7701017077020203 74000173 78'.replaceAll(' ', ''),
    );
  });
});

describe('streams of several objects', () => {
  test('as Java writes them', () => {
    const { ONE } = declareEnum('sample.Gen$Plain', ['ONE']);
    const writer = new ObjectWriter();
    writer.writeValue(ONE);
    writer.writeBlockData(Buffer.from('\0\0\0\x05\0\x01x', 'latin1'));
    writer.writeValue(ONE);
    writer.reset();
    const first = writer.take();
    writer.writeValue(ONE);
    writer.reset();
    expect(hex(Buffer.concat([first, writer.take()]))).toBe(hex(fixture('other-several-objects')));
    expect(writer.take()).toHaveLength(0);
  });

  test('are read back', () => {
    const writer = new ObjectWriter();
    const values = ['a', null, boxInt(5), stringArray(['x'])];
    for (const value of values) {
      writer.writeValue(value);
      writer.reset();
    }
    const reader = new ObjectReader(writer.take());
    for (const value of values) expect(reader.readValue()).toEqual(value);
    expect(reader.atEnd).toBe(true);
  });
});

describe('mistakes of ours are errors that name the place', () => {
  const PLAIN = declareClass({ name: 'a.Plain', suid: 1n, fields: { i: 'I', j: 'J', z: 'Z', c: 'C', o: 'La/O;' } });
  const good = { i: 1, j: 1n, z: true, c: 0xffff, o: null };

  test.each<[string, Record<string, unknown>, string]>([
    ['a number for a long', { j: 1 }, 'a.Plain.j of type J cannot be the number 1'],
    ['an int out of range', { i: 2 ** 31 }, 'a.Plain.i of type I cannot be the number 2147483648'],
    ['a fraction for an int', { i: 0.5 }, 'a.Plain.i of type I cannot be the number 0.5'],
    ['a long out of range', { j: 2n ** 63n }, 'a.Plain.j of type J cannot be the bigint 9223372036854775808'],
    ['a negative char', { c: -1 }, 'a.Plain.c of type C cannot be the number -1'],
    ['null for a boolean', { z: null }, 'a.Plain.z of type Z cannot be null'],
    ['nothing for an object', { o: undefined }, 'a.Plain.o of type La/O; cannot be undefined'],
    ['a number for an object', { o: 5 }, 'the number 5 is not an object: box it'],
  ])('%s', (_, wrong, message) => {
    expect(writeObject(PLAIN.create(good))).toBeInstanceOf(Buffer);
    expect(() => writeObject(PLAIN.create({ ...good, ...wrong }))).toThrow(message);
  });

  test('parts that are not those of the class', () => {
    const { desc } = PLAIN;
    expect(() => writeObject(new JavaObject(desc, []))).toThrow(
      'the parts of a.Plain are not those of its class hierarchy',
    );
    const part = { desc, values: good };
    expect(() => writeObject(new JavaObject(desc, [part, part]))).toThrow(/not those of its class hierarchy/);
    expect(() => writeObject(new JavaObject(boxInt(1).desc, [part]))).toThrow(/not those of its class hierarchy/);
  });

  test('custom data of a class without writeObject', () => {
    const { desc } = PLAIN;
    const object = new JavaObject(desc, [{ desc, values: good, custom: ['x'] }]);
    expect(() => writeObject(object)).toThrow('custom data of a.Plain, which has no writeObject method');
  });

  test('graphs deeper than a reader would take', () => {
    const nest = (depth: number) => {
      let value = arrayList([]);
      for (let i = 1; i < depth; i++) value = arrayList([value]);
      return value;
    };
    expect(readObject(writeObject(nest(500)))).toBeInstanceOf(JavaObject);
    expect(() => writeObject(nest(501))).toThrow('objects nested deeper than 500');
  });
});

test('a large byte array is copied once into a buffer of about its size', () => {
  const bytes = Buffer.alloc(512 * 1024, 7);
  const written = writeObject(byteArray(bytes));
  expect(written.subarray(-bytes.length)).toEqual(bytes);
  expect(written.buffer.byteLength).toBeLessThan(bytes.length + 4096);
});

test('class objects', () => {
  const read = readObject(fixture('jdk-class'));
  if (!(read instanceof JavaClass)) throw new Error('not a class');
  expect(hex(writeObject(new JavaClass(read.desc)))).toBe(hex(fixture('jdk-class')));
});

test('an externalizable object', () => {
  const EXTERNALIZABLE = ClassFlags.EXTERNALIZABLE | ClassFlags.BLOCK_DATA;
  const desc: ClassDesc = { name: 'E', suid: 1n, flags: EXTERNALIZABLE, fields: [], superDesc: null, annotation: [] };
  const object = new JavaObject(desc, [{ desc, values: {}, custom: [Buffer.from([1]), 'x'] }]);
  expect(hex(writeObject(object))).toBe(
    hex(stream(`73 72 ${utf('E')} 0000000000000001 0c 0000 78 70 77 01 01 74 ${utf('x')} 78`)),
  );
});
