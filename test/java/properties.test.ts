import { describe, expect, it } from 'vitest';
import { parseProperties } from '../../src/java/properties.js';

describe('.properties', () => {
  it.each<[string, string, [string, string][]]>([
    [
      'separators',
      'a=1\nb:2\nc 3\nd = 4\ne\t:5\n',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
        ['d', '4'],
        ['e', '5'],
      ],
    ],
    [
      'keys alone',
      'a\n b \n',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    ['comments and empty lines', '# x=1\n! y=2\n\n  #z\na=#no comment\n', [['a', '#no comment']]],
    [
      'continued lines',
      'a=1\\\n   2\\\r\n3\nb=x\\\\\nc=y\n',
      [
        ['a', '123'],
        ['b', 'x\\'],
        ['c', 'y'],
      ],
    ],
    ['escapes', 'a\\ b\\==\\u00e4\\t\\x\n', [['a b=', 'ä\tx']]],
    ['values with separators', 'url=http://x:1/?a=b\n', [['url', 'http://x:1/?a=b']]],
    ['the last of a name', 'a=1\na=2', [['a', '2']]],
    ['an open end', 'a=1\\', [['a', '1']]],
  ])('%s', (_what, text, expected) => {
    expect([...parseProperties(text)]).toEqual(expected);
  });

  it.each<[string, Record<string, string>]>([
    ['a=b', { a: 'b' }],
    ['a = b ', { a: 'b ' }],
    ['a:b', { a: 'b' }],
    ['a b', { a: 'b' }],
    ['a', { a: '' }],
    ['  a\t=\tb', { a: 'b' }],
    ['# no\n! no\n\n  # no\na=#yes', { a: '#yes' }],
    ['a=b=c:d', { a: 'b=c:d' }],
    ['a=1\r\na=2\rb=3', { a: '2', b: '3' }],
    ['a=b\\\n   c', { a: 'bc' }],
    ['a=b\\\\\nc=d', { a: 'b\\', c: 'd' }],
    ['a\\ b\\=c = d\\te\\u0041\\q', { 'a b=c': 'd\teAq' }],
    ['a=b\\', { a: 'b' }],
  ])('%j', (text, expected) => {
    expect(Object.fromEntries(parseProperties(text))).toEqual(expected);
  });

  it('refuses a broken \\u', () => {
    expect(() => parseProperties('a=\\u12')).toThrow(
      expect.objectContaining({ javaClass: 'java.lang.IllegalArgumentException' }) as Error,
    );
  });
});
