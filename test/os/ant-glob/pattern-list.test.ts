import { describe, expect, it } from 'vitest';
import { javaTrim } from '../../../src/java/trim.js';
import { normalizePattern, parsePatternList } from '../../../src/os/ant-glob/pattern-list.js';
import { quotedTokens } from '../../../src/os/ant-glob/quoted-tokens.js';

describe('a list of patterns', () => {
  it.each([
    ['a,b', ['a', 'b']],
    [' a , b c ,d ', ['a', 'b c', 'd']],
    ['a b', ['a b']],
    ['a;b', ['a;b']],
    ['a,,b,', ['a', 'b']],
    ['\ta\n,\u0000b', ['a', 'b']],
    ['', null],
    [',,', null],
    [' ', []],
    [' , ', []],
  ])('%j is %j', (text, patterns) => {
    expect(parsePatternList(text)).toEqual(patterns);
  });

  it('keeps white space that Java does not trim', () => {
    expect(javaTrim('\u00a0a\u3000 ')).toBe('\u00a0a\u3000');
  });
});

describe('a pattern', () => {
  it.each([
    ['a\\b/c', '/', 'a/b/c'],
    ['a/b/', '/', 'a/b/**'],
    ['a\\', '\\', 'a\\**'],
    ['a/b', '\\', 'a\\b'],
    ['$&/', '/', '$&/**'],
  ])('%s with %s becomes %s', (pattern, separator, normal) => {
    expect(normalizePattern(pattern, separator)).toBe(normal);
  });
});

describe('quoted tokens', () => {
  it.each([
    ['a b\tc', ['a', 'b', 'c']],
    ['"a b" c', ['a b', 'c']],
    ["x'y z'w", ['xy zw']],
    ['a\\ b', ['a b']],
    ['a\\b', ['a\\b']],
    ['"a\\"b"', ['a"b']],
    ['  ', []],
  ])('%j are %j', (text, tokens) => {
    expect(quotedTokens(text)).toEqual(tokens);
  });
});
