import { describe, expect, it } from 'vitest';
import { JavaError } from '../../../src/java/java-error.js';
import { linearSearcher } from '../../../src/java/regex/linear-search.js';
import { parsePattern } from '../../../src/java/regex/parse.js';
import type { ParsedPattern } from '../../../src/java/regex/parse.js';
import { compileJavaRegex } from '../../../src/java/regex/regex.js';
import type { JavaRegex } from '../../../src/java/regex/regex.js';
import type { Match } from '../../../src/java/regex/search.js';
import { toLinear } from '../../../src/java/regex/to-linear.js';
import { jdkCases } from './jdk-cases.js';
import type { JdkCase, JdkResult } from './jdk-cases.js';

const CASES = jdkCases();
const SURROGATE = /[\ud800-\udfff]/;
const LINE_BREAK = /[\n\r\x85\u2028\u2029]/;

describe('60,000 cases of the JDK', () => {
  it('are there', () => {
    expect(CASES.reduce((count, { texts }) => count + Math.max(1, texts.length), 0)).toBeGreaterThan(60_000);
  });

  it('give the same matches and groups, or are refused by name', async () => {
    const tally = new Map<string, number>();
    const different: unknown[] = [];
    for (const jdk of CASES) {
      const outcome = compiled(jdk);
      if (typeof outcome === 'string') {
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
        continue;
      }
      if (jdk.refusal !== null) different.push([jdk.pattern, jdk.flags, jdk.refusal]);
      for (const result of jdk.texts) {
        if (deviates(jdk.pattern, result.text)) continue;
        const matches = await outcome.matches(result.text);
        const found = await outcome.search(result.text);
        if (matches !== result.matches || !same(found, result, outcome.uncertainGroups)) {
          different.push([jdk.pattern, jdk.flags, result, matches, found]);
        }
      }
    }
    expect(different).toEqual([]);
    expect(Object.fromEntries([...tally].sort())).toEqual(REFUSED);
  }, 600_000);

  it('give the same by the linear engine, where it serves', async () => {
    const different: unknown[] = [];
    let served = 0;
    for (const jdk of CASES) {
      const parsed = parsedOrNull(jdk);
      const linear = parsed === null ? undefined : toLinear(parsed.tree);
      if (parsed === null || linear === undefined) continue;
      const searcher = await linearSearcher(linear);
      if (searcher === undefined) continue;
      for (const result of jdk.texts) {
        const { text } = result;
        if (text === '' || SURROGATE.test(text) || (linear.asksForLines && LINE_BREAK.test(text))) continue;
        if (deviates(jdk.pattern, text)) continue;
        served++;
        const found = searcher.search(text);
        const isFound = searcher.find(text);
        if (!same(found, result, parsed.uncertainGroups) || isFound !== found.length > 0) {
          different.push([jdk.pattern, jdk.flags, result, isFound, found]);
        }
      }
    }
    expect(different).toEqual([]);
    expect(served).toBeGreaterThan(30_000);
  }, 600_000);
});

/** Patterns of those above that are not applied, by the reason that is given. */
const REFUSED = {
  '\\p{...}': 106,
  'a back reference to a group that need not have matched': 368,
  'a back reference without regard to case': 44,
  'a look-behind for a text of more than 2^31 characters': 90,
  'a repeated group that rather takes nothing than something': 96,
  'a syntax error, as Java has it': 936,
  'an intersection with nothing': 1,
  'the escape \\G': 484,
  'the escape \\X': 246,
  'the flag CANON_EQ': 98,
  'the flag COMMENTS': 346,
  'the flag UNICODE_CHARACTER_CLASS': 225,
  'what is not tried again in a look-behind': 69,
};

/** A pattern that works, or why it does not. Of what Java refuses nothing but the wording and the place that Java names will do. */
function compiled({ pattern, flags, refusal }: JdkCase): JavaRegex | string {
  try {
    return compileJavaRegex(pattern, { flags });
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    const [first = ''] = error.message.split(`\n${pattern}`);
    if (error.javaClass === 'java.util.regex.PatternSyntaxException') {
      return first === refusal
        ? 'a syntax error, as Java has it'
        : `another error than Java's ${refusal}: ${error.message}`;
    }
    const [, reason = error.message] = / has (.*), which this agent cannot apply as Java would$/s.exec(first) ?? [];
    return reason.replace(/\\p\{?.*/s, '\\p{...}');
  }
}

function parsedOrNull({ pattern, flags }: JdkCase): ParsedPattern | null {
  try {
    return parsePattern(pattern, flags);
  } catch (error) {
    if (error instanceof JavaError) return null;
    throw error;
  }
}

/**
 * Two deviations that are known: for \b a combining mark belongs to the word before it in Java, and other scripts' words are
 * words up to Java 18; a look-behind of Java goes back by as many units as it has characters, and so not before a surrogate pair.
 */
function deviates(pattern: string, text: string): boolean {
  if (/\\[bB]/.test(pattern) && /[^\0-\x7f]/.test(text)) return true;
  return /\(\?<[=!]/.test(pattern) && SURROGATE.test(text);
}

function same(found: readonly Match[], jdk: JdkResult, uncertain: ReadonlySet<number>): boolean {
  return (
    found.length === jdk.found.length &&
    found.every(({ start, end, groups }, i) => {
      const other = jdk.found[i];
      return (
        start === other?.start &&
        end === other.end &&
        groups.length === other.groups.length &&
        groups.every((group, g) => uncertain.has(g + 1) || group === other.groups[g])
      );
    })
  );
}
