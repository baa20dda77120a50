import { describe, expect, it } from 'vitest';
import { javaHashCode, javaHashOrder } from '../../src/java/hash-code.js';

describe('hash codes of strings', () => {
  // As String.hashCode() gives them.
  it.each([
    ['', 0],
    ['src/main/A.java', 680390938],
    ['ü😀a', 62467298],
  ])('%j: %d', (text, hash) => {
    expect(javaHashCode(text)).toBe(hash);
  });
});

describe('the order of a HashSet', () => {
  it('is what Java makes of these', () => {
    const added = ['/w/src/x/deep', '/w/src/y1', 'sub', '/perm', '/w/src/main'].reverse();
    expect(javaHashOrder(added)).toEqual(['sub', '/perm', '/w/src/y1', '/w/src/main', '/w/src/x/deep']);
    expect(javaHashOrder(Array.from({ length: 14 }, (_, i) => `d${i}`))).toEqual(
      'd10 d12 d11 d13 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9'.split(' '),
    );
  });
});
