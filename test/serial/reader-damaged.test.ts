import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corruption } from './corruption.js';
import { fixture, fixtureNames } from './fixture.js';

// These make hundreds of thousands of errors that nobody prints.
const { stackTraceLimit } = Error;
beforeAll(() => void (Error.stackTraceLimit = 0));
afterAll(() => void (Error.stackTraceLimit = stackTraceLimit));

describe('damaged streams', () => {
  test.each(fixtureNames())('%s, cut at every offset, is truncated', (name) => {
    const bytes = fixture(name);
    for (let length = 0; length < bytes.length; length++) {
      const error = corruption(bytes.subarray(0, length));
      expect(error?.truncated, `cut at ${length}: ${error?.message}`).toBe(true);
      expect(error?.offset).toBeLessThanOrEqual(length);
    }
  });

  test.each(fixtureNames())('%s, changed at every offset, is read or is corrupt', (name) => {
    const bytes = Buffer.from(fixture(name));
    let corrupt = 0;
    const changes = bytes.length < 1000 ? 3 : 1;
    for (let at = 0; at < bytes.length; at++) {
      const original = bytes[at] as number;
      for (const changed of [0x70 + (at % 15), original ^ 0xff, (original + 1) & 0xff].slice(0, changes)) {
        bytes[at] = changed;
        if (corruption(bytes)) corrupt++;
      }
      bytes[at] = original;
    }
    expect(corrupt).toBeGreaterThan(0);
  });
});
