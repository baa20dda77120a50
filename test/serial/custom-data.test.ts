import { describe, expect, test } from 'vitest';
import { CustomDataReader, CustomDataWriter } from '../../src/serial/custom-data.js';
import { InvalidObjectError } from '../../src/serial/errors.js';
import { boxInt } from '../../src/serial/jdk.js';

describe('what is written is read', () => {
  test('every type', () => {
    const object = boxInt(1);
    const { items } = new CustomDataWriter()
      .boolean(true)
      .byte(-1)
      .short(-2)
      .char(0xffff)
      .int(-3)
      .long(-(2n ** 63n))
      .float(0.5)
      .double(Math.PI)
      .utf('é\0')
      .object(object)
      .object(null)
      .chars('ab')
      .bytes(Buffer.from([9]));
    expect(items).toHaveLength(4);
    const reader = new CustomDataReader(items);
    expect(reader.boolean()).toBe(true);
    expect(reader.byte()).toBe(-1);
    expect(reader.short()).toBe(-2);
    expect(reader.char()).toBe(0xffff);
    expect(reader.int()).toBe(-3);
    expect(reader.long()).toBe(-(2n ** 63n));
    expect(reader.float()).toBe(0.5);
    expect(reader.double()).toBe(Math.PI);
    expect(reader.utf()).toBe('é\0');
    expect(reader.atEnd).toBe(false);
    expect(reader.object()).toBe(object);
    expect(reader.object()).toBeNull();
    expect(reader.available).toBe(5);
    expect(String.fromCharCode(reader.char(), reader.char())).toBe('ab');
    expect(reader.bytes(1)).toEqual(Buffer.from([9]));
    expect(reader.atEnd).toBe(true);
  });

  test('nothing', () => {
    expect(new CustomDataWriter().items).toEqual([]);
    expect(new CustomDataReader([]).atEnd).toBe(true);
  });

  test('an object behind primitives, primitives behind an object', () => {
    const reader = new CustomDataReader([Buffer.from([1]), 'x', Buffer.from([2])]);
    expect([reader.byte(), reader.object(), reader.byte()]).toEqual([1, 'x', 2]);
    expect(reader.atEnd).toBe(true);
  });
});

describe('something else', () => {
  test('too few bytes', () => {
    expect(() => new CustomDataReader([Buffer.alloc(3)]).int()).toThrow(InvalidObjectError);
    expect(() => new CustomDataReader([Buffer.alloc(3)]).int()).toThrow('custom data ends 1 byte(s) early');
    expect(() => new CustomDataReader([]).boolean()).toThrow('custom data ends 1 byte(s) early');
    expect(() => new CustomDataReader([Buffer.from('\0\x05abc')]).utf()).toThrow('custom data ends 2 byte(s) early');
  });

  test('an object where primitives were expected, and the reverse', () => {
    expect(() => new CustomDataReader(['x']).int()).toThrow(InvalidObjectError);
    expect(() => new CustomDataReader([Buffer.alloc(1), 'x']).object()).toThrow('primitive data where an object');
    expect(() => new CustomDataReader([]).object()).toThrow('custom data ends before an object');
  });

  test('a text that is no modified UTF-8', () => {
    expect(() => new CustomDataReader([Buffer.from([0, 1, 0x80])]).utf()).toThrow('malformed modified UTF-8');
  });
});
