import { describe, expect, it } from 'vitest';
import { expandAtFiles } from '../../src/cli/at-files.js';
import { UsageError } from '../../src/cli/usage-error.js';

const FILES: Readonly<Record<string, string>> = {
  secret: 'abc\n',
  unended: 'abc',
  args: '-name\nmy agent \n\n@secret\r\n-url\rhttp://a\n',
  empty: '',
  newline: '\n',
  padded: '\uFEFF\n \tabc \r\n\r\n',
};

function expand(...words: string[]): string[] {
  return expandAtFiles(words, (path) => {
    if (path === 'directory') throw new Error('EISDIR');
    return FILES[path];
  });
}

describe('expandAtFiles', () => {
  it.each<[string, string[], string[]]>([
    ['no file', ['-name', 'a@b'], ['-name', 'a@b']],
    ['a value', ['-secret', '@secret', '-x'], ['-secret', 'abc', '-x']],
    ['a last line without an end', ['@unended'], ['abc']],
    [
      'one line is one word, and not looked at again',
      ['@args'],
      ['-name', 'my agent', '', '@secret', '-url', 'http://a'],
    ],
    ['an empty file is no word', ['-x', '@empty', '-y'], ['-x', '-y']],
    ['empty lines at the ends are none', ['@newline'], []],
    ['blanks and newlines around a value are none', ['-secret', '@padded'], ['-secret', 'abc']],
    ['not behind an equals sign', ['-secret=@secret'], ['-secret=@secret']],
    ['a certificate is read by its option', ['-cert', '@ca.pem'], ['-cert', '@ca.pem']],
    ['in the GNU spelling too', ['--cert', '@ca.pem'], ['--cert', '@ca.pem']],
    ['but only the word right behind', ['-cert', 'pem', '@secret'], ['-cert', 'pem', 'abc']],
  ])('%s', (_what, words, expected) => {
    expect(expand(...words)).toEqual(expected);
  });

  it.each([
    ['@nosuch', 'No such file: nosuch'],
    ['@', 'No such file: '],
    ['@directory', 'Failed to parse directory'],
  ])('refuses %s', (word, message) => {
    expect(() => expand('-secret', word)).toThrow(new UsageError(message));
  });
});
