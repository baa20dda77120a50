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
export function readRules(rules: JavaValue, patterns: JavaValue): Rule[] {
  const compiled = elements(patterns);
  return elements(rules).flatMap((rule, i) => {
    const text = nullableStr(rule, 'an element of parsingRulesArray');
    return text === null || isSkipped(text)
      ? []
      : [{ status: statusName(text), regex: readPattern(compiled[i] ?? null) }];
  });
}

/** The status of the first rule that a line, without its console notes, matches. */
export function statusOf(line: string, rules: readonly Rule[]): string {
  const text = withoutNotes(line);
  for (const { status, regex } of rules) {
    if (regex === null) throw new JavaError('java.lang.NullPointerException', null);
    if (regex.find(text)) return status;
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

function readPattern(value: JavaValue): JavaRegex | null {
  if (!(value instanceof JavaObject)) return null;
  const { pattern, flags } = readShape(value, { pattern: str, flags: int });
  return compileJavaRegex(pattern, flags);
}

/** hudson.console.ConsoleNote.removeNotes. */
function withoutNotes(line: string): string {
  let text = line;
  for (;;) {
    const start = text.indexOf('\x1b[8mha:');
    const end = start < 0 ? -1 : text.indexOf('\x1b[0m', start);
    if (end < 0) return text;
    text = text.slice(0, start) + text.slice(end + 4);
  }
}
