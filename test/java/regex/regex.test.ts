import { describe, expect, it } from 'vitest';
import { FLAG } from '../../../src/java/regex/flags.js';
import { compileJavaRegex } from '../../../src/java/regex/regex.js';
import { JavaError } from '../../../src/java/java-error.js';

/** What Java 17 answers: pattern, text, replacement -> Matcher.replaceAll. */
const REPLACED: readonly (readonly [string, string, string, string])[] = [
  ['(.*)/(.*)\\.txt$', './a/b.txt', '$2-$1.md', 'b-./a.md'],
  ['(a)(b)?', 'ac', '<$1$2$12>', '<aa2>c'],
  ['(?<ext>[^.]+)$', 'a.tar', '${ext}\\$0', 'a.tar$0'],
  ['[a-c&&[^b]]', 'abcd', 'x', 'xbxd'],
  ['[]a-]', 'a]b-', '_', '__b_'],
  ['[^a[b1]]', 'ab1c', '_', 'ab1_'],
  ['\\Qa.b\\E+', 'a.bb axb', '_', '_ axb'],
  ['(?i)É?straße', 'STRASSE straße', 'x', 'STRASSE x'],
  ['.', 'a\u0085\u2028b', '.', '.\u0085\u2028.'],
  ['a$', 'a\r\n', 'x', 'x\r\n'],
  ['(?m)^.*$', 'a\r\nb\n', '<$0>', '<a>\r\n<b>\n'],
  ['\\R', 'a\r\nb\u2028c', '|', 'a|b|c'],
  ['a++b', 'aab', 'x', 'x'],
  ['a++ab', 'aaab', 'x', 'aaab'],
  ['(?>a|ab)c', 'abc ac', 'x', 'abc x'],
  ['(?i:A)b', 'ab aB', 'x', 'x aB'],
  ['((?i)a)A', 'AA Aa', 'x', 'x Aa'],
  ['\\p{Alpha}\\P{Digit}', 'a1bc', 'x', 'a1x'],
  ['\\x41\\u0042\\0103\\t', 'ABC\t', 'x', 'x'],
  ['(a|b)+', 'abab', '$1', 'b'],
  ['(?<!a)b(?=c)', 'abcbc', 'x', 'abcxc'],
];

describe('a Java regular expression', () => {
  it.each(REPLACED)('%j in %j by %j', (pattern, text, replacement, expected) => {
    expect(compileJavaRegex(pattern).replaceAll(text, replacement)).toBe(expected);
  });

  it('finds again from the beginning', () => {
    const regex = compileJavaRegex('b$');
    expect([regex.find('ab'), regex.find('ab'), regex.find('ba')]).toEqual([true, true, false]);
  });

  it.each([
    ['ERROR', FLAG.CASE_INSENSITIVE, 'an error', true],
    ['a.b', FLAG.LITERAL, 'a+b', false],
    ['a.b', FLAG.LITERAL, 'a.b', true],
    ['a.b', FLAG.DOTALL, 'a\nb', true],
    ['a.b', FLAG.UNIX_LINES, 'a\rb', true],
    ['^b', FLAG.MULTILINE, 'a\nb', true],
    ['[^x-z]', FLAG.CASE_INSENSITIVE, 'Y', false],
  ])('%j with the flags %d looks at %j', (pattern, flags, text, expected) => {
    expect(compileJavaRegex(pattern, flags).find(text)).toBe(expected);
  });

  it('splits as String.split does', () => {
    expect(compileJavaRegex('[, ]+').split('a, b,c ,')).toEqual(['a', 'b', 'c']);
    expect(compileJavaRegex('[, ]+').split(',a')).toEqual(['', 'a']);
    expect(compileJavaRegex('').split('abc')).toEqual(['a', 'b', 'c']);
    expect(compileJavaRegex(',').split('abc')).toEqual(['abc']);
    expect(compileJavaRegex(',').split(',,')).toEqual([]);
  });

  it.each([
    ['(abc', 'Unclosed group near index 4\n(abc'],
    ['abc)', "Unmatched closing ')' near index 2\nabc)\n  ^"],
    ['*a', "Dangling meta character '*' near index 0\n*a\n^"],
    ['a[bc', 'Unclosed character class near index 3\na[bc\n   ^'],
    ['[z-a]', 'Illegal character range near index 3\n[z-a]\n   ^'],
    ['a{x', 'Illegal repetition near index 2\na{x\n  ^'],
    ['(?<1>a)', 'capturing group name does not start with a Latin letter near index 3\n(?<1>a)\n   ^'],
    ['\\y', 'Illegal/unsupported escape sequence near index 1\n\\y\n ^'],
  ])('%s is refused in the words of Java', (pattern, message) => {
    expect(failure(() => compileJavaRegex(pattern))).toBe(`java.util.regex.PatternSyntaxException: ${message}`);
  });

  it.each([
    ['(a)\\1', 'a back reference'],
    ['(?u)a', 'the flag UNICODE_CASE'],
    ['(?x) a', 'the flag COMMENTS'],
    ['\\Ga', 'the escape \\G'],
    ['\\p{IsGreek}', '\\p{IsGreek}'],
  ])('%s is not guessed at', (pattern, what) => {
    expect(failure(() => compileJavaRegex(pattern))).toBe(
      `java.io.IOException: The regular expression ${pattern} has ${what}, which this agent cannot apply as Java would`,
    );
  });

  it('whose groups Java remembers otherwise serves where they are not asked for', () => {
    const regex = compileJavaRegex('(?:(a)|b)+');
    expect(regex.replaceAll('xab', 'y')).toBe('xy');
    expect(failure(() => regex.replaceAll('xab', '$1'))).toMatch(/^java.io.IOException: .* repeats a group/);
  });

  it.each([
    ['$', 'java.lang.IllegalArgumentException: Illegal group reference: group index is missing'],
    ['$a', 'java.lang.IllegalArgumentException: Illegal group reference'],
    ['$2', 'java.lang.IndexOutOfBoundsException: No group 2'],
    ['${n}', 'java.lang.IllegalArgumentException: No group with name {n}'],
    ['\\', 'java.lang.IllegalArgumentException: character to be escaped is missing'],
  ])('has no use for the replacement %s', (replacement, message) => {
    expect(failure(() => compileJavaRegex('(a)').replaceAll('a', replacement))).toBe(message);
  });
});

function failure(run: () => unknown): string {
  try {
    return `no failure: ${JSON.stringify(run())}`;
  } catch (error) {
    return error instanceof JavaError ? error.toString() : `defect: ${String(error)}`;
  }
}
