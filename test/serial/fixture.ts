import { readFileSync } from 'node:fs';

/** Streams recorded from Java, hexadecimal text, one a file. */
export const FIXTURES = new URL('../fixtures/serial/', import.meta.url);

export function fixture(name: string): Buffer {
  return Buffer.from(readFileSync(new URL(name, FIXTURES), 'utf8').trim(), 'hex');
}
