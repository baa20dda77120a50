import { readdirSync, readFileSync } from 'node:fs';

const FIXTURES = new URL('../fixtures/serial/', import.meta.url);

/** Names of the recorded streams that hold one object, by the start of their names. */
export function fixtureNames(prefix = ''): string[] {
  const names = readdirSync(FIXTURES).filter((name) => name.endsWith('.hex') && !name.startsWith('other-'));
  return names.map((name) => name.slice(0, -'.hex'.length)).filter((name) => name.startsWith(prefix));
}

/** A stream recorded from Java. */
export function fixture(name: string): Buffer {
  return Buffer.from(readFileSync(new URL(`${name}.hex`, FIXTURES), 'utf8').trim(), 'hex');
}

/** The header of a stream and bytes given as hexadecimal text, blanks allowed. */
export function stream(...hex: string[]): Buffer {
  return Buffer.from(`aced0005${hex.join('')}`.replaceAll(' ', ''), 'hex');
}

/** A string as DataOutput.writeUTF writes it, hexadecimal. */
export function utf(text: string): string {
  return text.length.toString(16).padStart(4, '0') + Buffer.from(text, 'latin1').toString('hex');
}
