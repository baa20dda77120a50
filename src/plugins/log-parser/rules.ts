import { JavaError } from '../../java/java-error.js';
import { compileJavaRegex } from '../../java/regex/regex.js';
import type { JavaRegex } from '../../java/regex/regex.js';
import { JavaArray, JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { int, nullableStr, readShape, str } from '../../callables/shape.js';

/** A line of a parsing rule file, as `error /expression/`; those that say nothing have been left out. */
export interface Rule {
  readonly status: string;
  /** null for a rule whose expression Java could not compile. */
  readonly regex: JavaRegex | null;
}

/** Two arrays that belong together: the rules, and a java.util.regex.Pattern { int flags, String pattern } or null for each. */
export function readRules(rules: JavaValue, patterns: JavaValue, signal?: AbortSignal): Rule[] {
  const compiled = elements(patterns);
  return elements(rules).flatMap((rule, i) => {
    const text = nullableStr(rule, 'an element of parsingRulesArray');
    return text === null || isSkipped(text)
      ? []
      : [{ status: statusName(text), regex: readPattern(compiled[i] ?? null, signal) }];
  });
}

/** The status of the first rule that a line, without its console notes, matches. */
export async function statusOf(line: string, rules: readonly Rule[]): Promise<string> {
  const text = withoutNotes(line);
  for (const { status, regex } of rules) {
    if (regex === null) throw new JavaError('java.lang.NullPointerException', null);
    if (await regex.find(text)) return status;
  }
  return 'NONE';
}

function elements(array: JavaValue): readonly JavaValue[] {
  if (array instanceof JavaArray && Array.isArray(array.elements)) return array.elements;
  throw new JavaError('java.io.InvalidObjectException', 'the rules of LogParserStatusComputer are no array');
}

/** LogParserUtils.skipParsingRule. */
function isSkipped(rule: string): boolean {
  return rule === '' || /^(?:#|\\s|\r)/.test(rule) || rule.includes('$header');
}

/** The first word, standardized. */
function statusName(rule: string): string {
  const word = rule.split(/[ \t\n\v\f\r]/)[0] ?? '';
  const upper = word.toUpperCase();
  const other: Readonly<Record<string, string>> = { OK: 'NONE', END: 'INFO', WARN: 'WARNING' };
  if (Object.hasOwn(other, upper)) return other[upper] ?? word;
  return ['ERROR', 'WARNING', 'INFO', 'DEBUG', 'NONE', 'START'].includes(upper) ? upper : word;
}

function readPattern(value: JavaValue, signal: AbortSignal | undefined): JavaRegex | null {
  if (!(value instanceof JavaObject)) return null;
  const { pattern, flags } = readShape(value, { pattern: str, flags: int });
  return compileJavaRegex(pattern, { flags, signal });
}

/**
 * hudson.console.ConsoleNote.removeNotes: from the beginning on, as often as a note is there; where one has gone, what is left
 * on both sides of it may make another.
 */
function withoutNotes(line: string): string {
  if (!line.includes(NOTE)) return line;
  const kept: string[] = [];
  for (let at = 0; at < line.length; at++) {
    kept.push(line.charAt(at));
    if (line[at] !== ':' || !NOTE_CHARS.every((char, i) => kept[kept.length - NOTE.length + i] === char)) continue;
    const end = line.indexOf(END_OF_NOTE, at);
    if (end < 0) return kept.join('') + line.slice(at + 1);
    kept.length -= NOTE.length;
    at = end + END_OF_NOTE.length - 1;
  }
  return kept.join('');
}

const NOTE = '\x1b[8mha:';
const NOTE_CHARS = Array.from(NOTE);
const END_OF_NOTE = '\x1b[0m';
