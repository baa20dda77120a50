import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Matcher } from '../../../src/os/ant-glob/matcher.js';
import { scanPath } from '../../../src/os/ant-glob/scan-path.js';

function matcher(includes: string[] | null, excludes: string[] = [], caseSensitive = true): Matcher {
  return new Matcher({ includes, excludes, caseSensitive });
}

const native = (text: string): string => text.replaceAll('/', path.sep);

describe('which directories are entered', () => {
  it.each([
    [['target/*.jar'], [], 'target', true],
    [['target/*.jar'], [], 'src', false],
    [['target/*.jar'], [], 'target/classes', false],
    [['**/*.jar'], [], 'any/where', true],
    [['*/x/**'], [], 'a/y', false],
    [['**'], ['node_modules/**'], 'node_modules', false],
    [['**'], ['**/node_modules/**'], 'a/node_modules', false],
    [['**'], ['**/node_modules'], 'a/node_modules', true],
    [['a/b/c.txt'], [], 'a/b', true],
    [['a/b/c.txt'], [], 'a/b/c', false],
  ])('%j without %j: %s %s', (includes, excludes, directory, expected) => {
    expect(matcher(includes, excludes).mayHoldMatches(scanPath(native(directory), true))).toBe(expected);
  });
});

describe('where a scan begins', () => {
  it.each([
    [['**/*.jar'], ['']],
    [
      ['a/b/*.jar', 'c/d.txt'],
      ['a/b', 'c/d.txt'],
    ],
    [['a/b/', 'a/b'], ['a/b']],
    [null, ['']],
    [[], []],
    [['/absolute/*.txt'], []],
  ])('%j: %j', (includes, roots) => {
    expect([...matcher(includes).roots().keys()]).toEqual(roots.map(native));
  });
});

describe('case', () => {
  it('counts or does not', () => {
    expect(matcher(['A/*.TXT']).matches(scanPath(native('a/b.txt'), true))).toBe(false);
    expect(matcher(['A/*.TXT'], [], false).matches(scanPath(native('a/b.txt'), false))).toBe(true);
    expect(matcher(['**'], ['A/B.TXT'], false).matches(scanPath(native('a/b.txt'), false))).toBe(false);
  });
});

describe('the count of comparisons', () => {
  it('grows with each path and pattern', () => {
    let comparisons = 0;
    const counted = new Matcher({
      includes: ['*.a', '*.b'],
      excludes: [],
      caseSensitive: true,
      onComparison: () => comparisons++,
    });
    counted.matches(scanPath('x.c', true));
    expect(comparisons).toBe(2);
  });
});
