import { expect, test } from 'vitest';
import { readObject } from '../../src/serial/reader.js';
import { writeObject } from '../../src/serial/writer.js';
import { fixture, fixtureNames } from './fixture.js';

// Streams in which Java shares one String instance between two places: we write strings anew each time, so these are
// longer, and equal only when read again.
const SHARES_STRINGS = /^(c2a-|a2c-|v48-|vHEAD-|jdk-locale$|jdk-url$|throwable-unsupportedcharset$)/;
const SHARES_NONE = /^(a2c|c2a)-(p[ow]s?-(chunk|flush|ack)|rpc-)/;

const hex = (bytes: Buffer) => bytes.toString('hex');

test('there are fixtures', () => {
  expect(fixtureNames().length).toBeGreaterThan(190);
});

test.each(fixtureNames())('%s is read, and written as Java wrote it', (name) => {
  const bytes = fixture(name);
  const value = readObject(bytes);
  const written = writeObject(value);
  if (SHARES_STRINGS.test(name) && !SHARES_NONE.test(name)) {
    expect(hex(written)).not.toBe(hex(bytes));
    expect(readObject(written)).toEqual(value);
    expect(hex(writeObject(readObject(written)))).toBe(hex(written));
  } else {
    expect(hex(written)).toBe(hex(bytes));
  }
});
