import { describe, expect, test } from 'vitest';
import { type JavaObject } from '../../src/serial/model.js';
import { DEFAULT_MAX_OBJECTS, DEFAULT_MAX_VALUES } from '../../src/serial/protocol.js';
import { readObject } from '../../src/serial/reader.js';
import { OBJECT_ARRAY, THE_OBJECT_ARRAY, classDesc, corruption } from './corruption.js';
import { stream } from './fixture.js';

describe('what a stream may cost', () => {
  test('arrays in arrays, each as long as the input could hold', () => {
    const levels = 400;
    const filler = 1_000_000;
    const open = `75 ${THE_OBJECT_ARRAY} ${filler.toString(16).padStart(8, '0')}`;
    const bytes = stream(
      `75 ${OBJECT_ARRAY} ${filler.toString(16).padStart(8, '0')}`,
      open.repeat(levels),
      '70'.repeat(filler),
    );
    const before = process.memoryUsage().heapUsed;
    expect(corruption(bytes)?.truncated).toBe(true);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000);
  });

  test('as many objects and values as a stream may hold, and one more', () => {
    const booleans = (count: number) =>
      Buffer.concat([
        stream(`75 ${classDesc('[Z', '02')} ${count.toString(16).padStart(8, '0')}`),
        Buffer.alloc(count),
      ]);
    expect(corruption(booleans(DEFAULT_MAX_VALUES))).toBeUndefined();
    expect(corruption(booleans(DEFAULT_MAX_VALUES + 1))?.message).toMatch(/more than 16000000 values/);
    const strings = (count: number) =>
      Buffer.concat([
        stream(`75 ${OBJECT_ARRAY} ${count.toString(16).padStart(8, '0')}`),
        Buffer.alloc(3 * count, '740000', 'hex'),
      ]);
    // The array and its descriptor count as well.
    expect(corruption(strings(DEFAULT_MAX_OBJECTS - 2))).toBeUndefined();
    expect(corruption(strings(DEFAULT_MAX_OBJECTS - 1))?.message).toMatch(/more than 2000000 objects/);
  });

  test.each([
    ['no bytes', '7700'],
    ['one byte', '770161'],
    ['no bytes, long', '7a00000000'],
  ])('records of block data of %s are held as their bytes', (_, record) => {
    const count = 3_000_000;
    const size = record.length / 2;
    const bytes = Buffer.concat([
      stream(`73 ${classDesc('A', '03')}`),
      Buffer.alloc(count * size, record, 'hex'),
      Buffer.of(0x78),
    ]);
    const before = process.memoryUsage();
    const object = readObject(bytes) as JavaObject;
    const after = process.memoryUsage();
    const [data, ...rest] = object.custom();
    expect((data as Buffer).length).toBe(record === '770161' ? count : 0);
    expect(rest).toEqual([]);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(100_000_000);
  });
});
