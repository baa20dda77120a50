import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readObject } from '../../src/serial/reader.js';
import { writeObject } from '../../src/serial/writer.js';
import { FIXTURES, fixture } from './fixture.js';

// Streams in which Java shares one String instance between two places: we write strings anew each time, so these are
// longer, and equal only when read again.
const SHARES_STRINGS = /^(c2a-|a2c-|v48-|vHEAD-|jdk-locale|jdk-url)/;

test.each(readdirSync(FIXTURES))('%s is read, and written as Java wrote it', (name) => {
  const bytes = fixture(name);
  const value = readObject(bytes);
  const written = writeObject(value);
  expect(readObject(written)).toEqual(value);
  if (!SHARES_STRINGS.test(name)) expect(written.toString('hex')).toBe(bytes.toString('hex'));
});
