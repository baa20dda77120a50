/** What the JDK found: recorded from generated patterns and texts, those on which Java 17 and 25 agree. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { Match } from '../../../src/java/regex/search.js';

export interface JdkCase {
  readonly flags: number;
  readonly pattern: string;
  /** The message of its PatternSyntaxException up to the pattern; null for a pattern that Java takes. */
  readonly refusal: string | null;
  readonly texts: readonly JdkResult[];
}

export interface JdkResult {
  readonly text: string;
  /** Matcher.matches() */
  readonly matches: boolean;
  /** All that Matcher.find() finds. */
  readonly found: readonly Match[];
}

/**
 * A line: flags, pattern, and then either `!index:description` or for each text: the text, `+` or `-` for matches(), and behind
 * it for each match ` start,end` with `,start-end` or `,x` for each group. "`1234" is a UTF-16 unit.
 */
export function jdkCases(): JdkCase[] {
  const packed = readFileSync(new URL('../../fixtures/java/regex.tsv.br', import.meta.url));
  const lines = brotliDecompressSync(packed).toString('latin1').split('\n');
  return lines.filter((line) => line !== '').map(readCase);
}

function readCase(line: string): JdkCase {
  const [flags, pattern = '', ...rest] = line.split('\t');
  const [, index, description] = rest.length === 1 ? (/^!(-?\d+):(.*)$/.exec(rest[0] ?? '') ?? []) : [];
  const texts: JdkResult[] = [];
  for (let i = 0; i + 1 < rest.length; i += 2) texts.push(readResult(unescaped(rest[i] ?? ''), rest[i + 1] ?? ''));
  return {
    flags: Number(flags),
    pattern: unescaped(pattern),
    refusal: description === undefined ? null : `${unescaped(description)} near index ${index}`,
    texts,
  };
}

function readResult(text: string, result: string): JdkResult {
  const [matches, ...found] = result.split(' ');
  return { text, matches: matches === '+', found: found.map((match) => readMatch(text, match)) };
}

function readMatch(text: string, match: string): Match {
  const [start, end, ...groups] = match.split(',');
  return {
    start: Number(start),
    end: Number(end),
    groups: groups.map((group) => (group === 'x' ? undefined : text.slice(...group.split('-').map(Number)))),
  };
}

function unescaped(text: string): string {
  return text.replace(/`(....)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
