import { describe, expect, it } from 'vitest';
import { pathMatcher } from '../../src/java/path-matcher.js';
import { JavaError } from '../../src/java/java-error.js';

describe.skipIf(process.platform === 'win32')('matching paths', () => {
  // As the JDK's matcher for Unix answers.
  it.each<[pattern: string, path: string, matches: boolean]>([
    ['glob:*', 'a', true],
    ['glob:*', 'a/b', false],
    ['glob:*', '/', false],
    ['glob:**', 'a/b', true],
    ['glob:**', '', true],
    ['glob:*', '', true],
    ['glob:a?c', 'abc', true],
    ['glob:a?c', 'a/c', false],
    ['glob:{x,y/z}', 'y/z', true],
    ['glob:{x,y/z}', 'y', false],
    ['glob:[a-c]', 'b', true],
    ['glob:[!a-c]', 'b', false],
    ['glob:[!a-c]', 'd', true],
    ['glob:[!a]', '/', false],
    ['glob:[^a]', '^', true],
    ['glob:[^a]', 'b', false],
    ['glob:[-x]', '-', true],
    ['glob:a.b', 'axb', false],
    ['glob:a\\*', 'a*', true],
    ['glob:a\\*', 'ab', false],
    ['glob:a,b}', 'a,b}', true],
    ['glob:[a&&b]', '&', true],
    ['glob:[\\w]', 'w', true],
    ['glob:[\\w]', '\\', true],
    ['glob:**/src', 'x/y/src', true],
    ['glob:**/src', 'src', false],
    ['glob:(a|b)', '(a|b)', true],
    ['regex:a.+', 'abc', true],
    ['regex:b', 'abc', false],
    ['regex:a|ab', 'ab', true],
    ['regex:a++', 'aa', true],
    ['regex:[a-c&&[^b]]', 'b', false],
    ['regex:(?i)\\QA.\\E', 'a.', true],
    ['regex:(a+)+', `${'a'.repeat(28)}!`, false],
    ['glob:*a*a*a*a*a*a*a*a*b', 'a'.repeat(200), false],
  ])('%s and %j: %s', async (pattern, path, matches) => {
    expect(await pathMatcher(pattern)(path)).toBe(matches);
  });

  it.each([
    ['glob:[', "java.util.regex.PatternSyntaxException: Missing '] near index 0\n[\n^"],
    [
      'glob:[a/b]',
      "java.util.regex.PatternSyntaxException: Explicit 'name separator' in class near index 2\n[a/b]\n  ^",
    ],
    ['glob:[b-a]', 'java.util.regex.PatternSyntaxException: Invalid range near index 1\n[b-a]\n ^'],
    ['glob:{a', "java.util.regex.PatternSyntaxException: Missing '} near index 1\n{a\n ^"],
    ['glob:{a,{b}}', 'java.util.regex.PatternSyntaxException: Cannot nest groups near index 3\n{a,{b}}\n   ^'],
    ['glob:a\\', 'java.util.regex.PatternSyntaxException: No character to escape near index 1\na\\\n ^'],
    ['regex:(', 'java.util.regex.PatternSyntaxException: Unclosed group near index 1\n('],
    ['x:y', "java.lang.UnsupportedOperationException: Syntax 'x' not recognized"],
    ['xy', 'java.lang.IllegalArgumentException'],
  ])('refuses %s', (pattern, failure) => {
    expect(failureOf(pattern)).toBe(failure);
  });

  it('says what it cannot use of what Java understands', () => {
    expect(failureOf('regex:\\Ga')).toBe(
      'java.io.IOException: The regular expression \\Ga has the escape \\G, which this agent cannot apply as Java would',
    );
  });
});

function failureOf(pattern: string): string {
  try {
    pathMatcher(pattern);
    return 'no failure';
  } catch (error) {
    return error instanceof JavaError ? error.toString() : `defect: ${String(error)}`;
  }
}
