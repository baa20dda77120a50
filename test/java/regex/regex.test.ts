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
  ['(\\w)\\1', 'aabcc', '<$1>', '<a>b<c>'],
  ['(?<q>["\']).*?\\k<q>', `a"b'c"d`, '_', 'a_d'],
  // Neither the beginning nor the end of a text is inside of a character.
  ['^', 'a🎉', '|', '|a🎉'],
  ['^(?!INFO)', 'INFO all is well 🎉', 'x', 'INFO all is well 🎉'],
  ['$', '🎉', '|', '🎉|'],
  ['\\A|\\z|\\Z', '🎉', '|', '|🎉|'],
  ['[^a]', '🎉a', '.', '.a'],
  ['\\R{2}', 'a\r\nb\r\n\r\nc', '|', 'a\r\nb|c'],
  ['(?m)^', '', '|', ''],
  ['(?iu)straße|É', 'STRASSE STRAßE é', 'x', 'STRASSE x x'],
  ['\\p{IsGreek}+|\\p{javaUpperCase}', 'aΩω B', 'x', 'ax x'],
  ['(?<!foo.*)bar', 'foo bar\nbar', 'x', 'foo bar\nx'],
];

describe('a Java regular expression', () => {
  it.each(REPLACED)('%j in %j by %j', async (pattern, text, replacement, expected) => {
    expect(await compileJavaRegex(pattern).replaceAll(text, replacement)).toBe(expected);
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
    expect(compileJavaRegex(pattern, { flags }).find(text)).toBe(expected);
  });

  it('splits as String.split does', async () => {
    expect(await compileJavaRegex('[, ]+').split('a, b,c ,')).toEqual(['a', 'b', 'c']);
    expect(await compileJavaRegex('[, ]+').split(',a')).toEqual(['', 'a']);
    expect(await compileJavaRegex('').split('abc')).toEqual(['a', 'b', 'c']);
    expect(await compileJavaRegex(',').split('abc')).toEqual(['abc']);
    expect(await compileJavaRegex(',').split(',,')).toEqual([]);
  });

  it.each([
    ['(abc', 'Unclosed group near index 4\n(abc'],
    ['abc)', "Unmatched closing ')' near index 2\nabc)\n  ^"],
    ['*a', "Dangling meta character '*' near index 0\n*a\n^"],
    ['a[bc', 'Unclosed character class near index 3\na[bc\n   ^'],
    ['[z-a]', 'Illegal character range near index 3\n[z-a]\n   ^'],
    ['a{x', 'Illegal repetition near index 2\na{x\n  ^'],
    ['(?<1>a)', 'capturing group name does not start with a Latin letter near index 3\n(?<1>a)\n   ^'],
    [
      '(?<!(?:ab|c)+)x',
      'Look-behind group does not have an obvious maximum length near index 12\n(?<!(?:ab|c)+)x\n            ^',
    ],
    ['\\y', 'Illegal/unsupported escape sequence near index 1\n\\y\n ^'],
  ])('%s is refused in the words of Java', (pattern, message) => {
    expect(failure(() => compileJavaRegex(pattern))).toBe(`java.util.regex.PatternSyntaxException: ${message}`);
  });

  it.each([
    ['(?i)(a)\\1', 'a back reference without regard to case'],
    ['(?:(a)|b)\\1', 'a back reference to a group that need not have matched'],
    ['(?:(a)b)+\\1', 'a back reference to a group that need not have matched'],
    ['(|a)*', 'a repeated group that rather takes nothing than something'],
    ['(?<!a++)b', 'what is not tried again in a look-behind'],
    ['(?<=.*x.*)b', 'a look-behind for a text of more than 2^31 characters'],
    ['(?U)a', 'the flag UNICODE_CHARACTER_CLASS'],
    ['(?x) a', 'the flag COMMENTS'],
    ['\\Ga', 'the escape \\G'],
    ['\\p{InGreek}', '\\p{InGreek}'],
  ])('%s is not guessed at', (pattern, what) => {
    expect(failure(() => compileJavaRegex(pattern))).toBe(
      `java.io.IOException: The regular expression ${pattern} has ${what}, which this agent cannot apply as Java would`,
    );
  });

  it('whose groups Java remembers otherwise serves where they are not asked for', async () => {
    const regex = compileJavaRegex('(?:(a)|b)+(c)?');
    expect(await regex.replaceAll('xabc', 'y$2')).toBe('xyc');
    await expect(regex.replaceAll('xab', '$1')).rejects.toThrow(/repeats its group 1 with others/);
  });

  it.each([
    ['$', 'java.lang.IllegalArgumentException: Illegal group reference: group index is missing'],
    ['$a', 'java.lang.IllegalArgumentException: Illegal group reference'],
    ['$2', 'java.lang.IndexOutOfBoundsException: No group 2'],
    ['${n}', 'java.lang.IllegalArgumentException: No group with name {n}'],
    ['${n', "java.lang.IllegalArgumentException: named capturing group is missing trailing '}'"],
    ['${1}', 'java.lang.IllegalArgumentException: capturing group name {1} starts with digit character'],
    ['\\', 'java.lang.IllegalArgumentException: character to be escaped is missing'],
  ])('has no use for the replacement %s', async (replacement, message) => {
    const failed: unknown = await compileJavaRegex('(a)')
      .replaceAll('a', replacement)
      .catch((error: unknown) => error);
    expect(String(failed)).toBe(message);
  });

  it.each(['('.repeat(9000), 'a?'.repeat(5001), '\\p{L}'.repeat(500)])(
    'too large for an engine fails as one that cannot be applied: %.20s',
    async (pattern) => {
      const failed = await attempt(() => compileJavaRegex(pattern).find('xyz'));
      expect(failed).toMatch(/^java\.(?:io\.IOException: Th(?:is agent|e regular)|util\.regex.*Unclosed group)/);
    },
  );
});

describe('a pattern with more ways than there is time', () => {
  /** In a thread, which patterns that the linear engine does not know need, each of these would take until this deadline. */
  const SOON = 1;

  it.each([
    ['(a+)+$', false, '!'],
    ['(a|a)*$', true, '!x'],
    ['(a*)*$', true, '!x'],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', false, '!'],
    ['(?i)(\\w+\\s?)*!$', true, 'x'],
    ['(.*a){12}$', false, '!'],
  ])('%s is searched for in time in proportion to the text', async (pattern, found, rest) => {
    const regex = compileJavaRegex(pattern, { deadlineMs: SOON });
    const text = 'a'.repeat(5000);
    expect(await regex.find(`${text}!`)).toBe(found);
    expect(await regex.replaceAll(`${text}!`, 'x')).toBe(rest === 'x' ? 'x' : text + rest);
  });

  it('is found on 28 characters', async () => {
    const regex = compileJavaRegex('(a+)+$', { deadlineMs: SOON });
    expect(await regex.find(`${'a'.repeat(28)}!`)).toBe(false);
    expect(await regex.find('a'.repeat(28))).toBe(true);
  });

  it.each(['(a+)+(?!b)$', '(?=(a+)+$)', '(a|a)*(?<!x)$y', '(a)(a+)+\\1$'])(
    '%s is given up at the deadline',
    async (pattern) => {
      const regex = compileJavaRegex(pattern, { deadlineMs: 100 });
      expect(await attempt(() => regex.find(`${'a'.repeat(40)}!`))).toBe(
        `java.io.IOException: The regular expression ${pattern} was not done with a text of 41 characters after 100 ms: there are too many ways in which it might match`,
      );
    },
  );

  it('is searched for in a thread where the linear engine does not know it', async () => {
    const regex = compileJavaRegex('(?<=x)(a|b)+(?=y)|(🎉+)+');
    expect(await regex.replaceAll('xabyb🎉🎉c', '<$1>')).toBe('x<b>yb<>c');
    expect([await regex.find('xay'), await regex.find('xa'), await regex.find('y🎉')]).toEqual([true, false, true]);
  });

  it('ends with the signal', async () => {
    const ended = new AbortController();
    const regex = compileJavaRegex('(a+)+(?!b)$', { signal: ended.signal });
    const failed = attempt(() => regex.find(`${'a'.repeat(40)}!`));
    ended.abort(new Error('that is enough'));
    expect(await failed).toBe('defect: Error: that is enough');
    expect(await attempt(() => regex.find('a'.repeat(400)))).toBe('defect: Error: that is enough');
  });
});

async function attempt(run: () => unknown): Promise<string> {
  try {
    return `no failure: ${JSON.stringify(await run())}`;
  } catch (error) {
    return error instanceof JavaError ? error.toString() : `defect: ${String(error)}`;
  }
}

function failure(run: () => unknown): string {
  try {
    return `no failure: ${JSON.stringify(run())}`;
  } catch (error) {
    return error instanceof JavaError ? error.toString() : `defect: ${String(error)}`;
  }
}
