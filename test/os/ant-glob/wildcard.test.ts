import { describe, expect, it } from 'vitest';
import { foldCase } from '../../../src/os/ant-glob/fold-case.js';
import { matchName, matchNames, matchStart } from '../../../src/os/ant-glob/wildcard.js';
import { jsonLines } from './golden.js';

type Row = [pattern: string, path: string, caseSensitive: boolean, matches: boolean, start: boolean, asName: boolean];

describe('a pattern and a path', () => {
  const rows = jsonLines('matches.jsonl') as Row[];

  it('match as they do in Ant', () => {
    const differing = rows.filter(([pattern, path, caseSensitive, matches, start, asName]) => {
      const fold = (text: string): string => (caseSensitive ? text : foldCase(text));
      const [wanted, names] = [splitAbsolute(fold(pattern)), splitAbsolute(fold(path))];
      // Of two paths of which only one is absolute, Ant says no before it looks at names.
      const comparable = pattern.startsWith('/') === path.startsWith('/');
      return (
        matchNames(wanted, names) !== matches ||
        (comparable && matchStart(wanted, names)) !== start ||
        matchName(fold(pattern), fold(path)) !== asName
      );
    });
    expect(rows.length).toBeGreaterThan(600);
    expect(differing).toEqual([]);
  });
});

describe('a name', () => {
  it.each([
    ['*', '', true],
    ['?', '', false],
    ['?', '😀', false],
    ['??', '😀', true],
    ['a*b*c', 'aXbXbXc', true],
    ['a*a', 'a', false],
    ['***', 'anything', true],
    ['{a,b}', 'a', false],
    ['{a,b}', '{a,b}', true],
    ['[ab]', 'a', false],
    ['!a', '!a', true],
    ['*.*', 'Makefile', false],
    ['.*', '.hidden', true],
    ['*', '.hidden', true],
  ])('%s against %s: %s', (pattern, name, expected) => {
    expect(matchName(pattern, name)).toBe(expected);
  });

  it('takes no exponential time', () => {
    expect(matchName('*a'.repeat(40) + 'b', 'a'.repeat(5000))).toBe(false);
  });
});

describe('folding', () => {
  it.each([
    ['straße', 'STRAßE'],
    ['éÉ', 'ÉÉ'],
    ['ı', 'I'],
    ['ᾀ', 'ᾈ'],
    ['ŉ', 'ŉ'],
  ])('%s is %s, a character for a character', (text, folded) => {
    expect(foldCase(text)).toBe(folded);
  });
});

function splitAbsolute(text: string): string[] {
  const names = text.split('/').filter((name) => name !== '');
  return text.startsWith('/') ? ['/', ...names] : names;
}
