/**
 * Text of the other side as it may stand in a log and on a terminal. What a controller, a proxy or a build says could look like
 * records of ours, or command the terminal of whoever reads it.
 */

/** Control characters but tab and line feed: `\r`, `\x1b`, and those that have a line read in another order than it is. */
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

/** No line but the first begins where a record does, and control characters are spelt. */
export function printable(text: string): string {
  return spelt(text).replace(/\n(?=\S)/g, '\n  ');
}

/** The same in one line. */
export function printableLine(text: string): string {
  return spelt(text).replaceAll('\n', '\\n').replaceAll('\t', ' ');
}

/** Only the control characters. */
export function spelt(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(CONTROLS, spelling);
}

function spelling(character: string): string {
  if (character === '\r') return '\\r';
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}
