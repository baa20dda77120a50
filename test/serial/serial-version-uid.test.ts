import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { serialVersionUid } from '../../src/serial/serial-version-uid.js';

const classFile = (name: string) => readFileSync(new URL(`../fixtures/serial/classes/${name}.class`, import.meta.url));

describe('serialVersionUid', () => {
  // What `serialver` of the JDK says of the classes of fixtures/serial/classes/Sample.java.
  it.each([
    ['Sample', 129713505911454721n],
    ['Sample$Nested', -7799157147999699893n],
    ['Sample$Declared', -42n],
  ])('of %s is what the JDK says', (name, expected) => {
    expect(serialVersionUid(classFile(name))).toBe(expected);
  });

  it('is not made up for what is cut off, or no class file', () => {
    const whole = classFile('Sample');
    for (let length = 0; length < whole.length; length++) {
      expect(() => serialVersionUid(whole.subarray(0, length))).toThrow(RangeError);
    }
    expect(() => serialVersionUid(Buffer.from('not a class file'))).toThrow(RangeError);
  });
});
