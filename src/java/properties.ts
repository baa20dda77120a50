/**
 * Java's .properties files, as java.util.Properties.load reads them: `name=value`, `name: value` or `name value`, comments
 * after `#` or `!`, `\` at the end of a line to continue it, and `\t \n \r \f \uXXXX` within.
 * @throws JavaError java.lang.IllegalArgumentException for a malformed \u
 */
import { JavaError } from './java-error.js';

export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const end = keyEnd(line);
    const separator = /^[ \t\f]*[=:]?[ \t\f]*/.exec(line.slice(end))?.[0] ?? '';
    properties.set(unescape(line.slice(0, end)), unescape(line.slice(end + separator.length)));
  }
  return properties;
}

/** Lines with their continuations, without the white space in front, comments and empty ones left out. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let open: string | null = null;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (open === null && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue;
    const whole: string = (open ?? '') + line;
    const continued = /(?<!\\)(\\\\)*\\$/.test(line);
    open = continued ? whole.slice(0, -1) : null;
    if (!continued) lines.push(whole);
  }
  if (open !== null && open !== '') lines.push(open);
  return lines;
}

/** Where the key ends: at the first separator that is not escaped. */
function keyEnd(line: string): number {
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '\\') i++;
    else if ('=: \t\f'.includes(line[i] ?? '')) return i;
  }
  return line.length;
}

function unescape(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|[^])/g, (_, escaped: string) => {
    if (escaped.length === 5) return String.fromCharCode(parseInt(escaped.slice(1), 16));
    if (escaped === 'u') throw new JavaError('java.lang.IllegalArgumentException', 'Malformed \\uxxxx encoding.');
    return ESCAPES[escaped] ?? escaped;
  });
}

/** java.util.Properties.store to a Writer: a line for each property, names and values escaped where `parseProperties` needs it. */
export function formatProperties(properties: Iterable<readonly [string, string]>): string {
  return [...properties].map(([name, value]) => `${escape(name, / /g)}=${escape(value, /^ /)}\n`).join('');
}

/** Of the spaces in a value only one at its start would be taken for something else. */
function escape(text: string, spaces: RegExp): string {
  return text.replace(/[\t\n\r\f\\=:#!]/g, (char) => `\\${LETTERS[char] ?? char}`).replace(spaces, '\\ ');
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };
const LETTERS: Readonly<Record<string, string>> = { '\t': 't', '\n': 'n', '\r': 'r', '\f': 'f' };
