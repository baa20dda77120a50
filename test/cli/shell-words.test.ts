import { describe, expect, it } from 'vitest';
import { shellWords } from '../../src/cli/shell-words.js';
import { UsageError } from '../../src/cli/usage-error.js';

const ENVIRONMENT = { HOST: 'h.example', TWO: 'a  b', EMPTY: '' };

describe('shell words', () => {
  it.each([
    ['', []],
    ['  \n\t ', []],
    ['-noReconnectAfter 1d', ['-noReconnectAfter', '1d']],
    [' a\tb\nc ', ['a', 'b', 'c']],
    ['-webSocketHeader "Cookie=x=1; y=2"', ['-webSocketHeader', 'Cookie=x=1; y=2']],
    [`'a b'"c d"e\\ f`, ['a bc de f']],
    [`"" ''`, ['', '']],
    [String.raw`"\"\\\$\a" \a \" '\a'`, [String.raw`"\$\a`, 'a', '"', String.raw`\a`]],
    ['a\\\nb "c\\\nd"', ['ab', 'cd']],
    ['-url http://$HOST:8080/${HOST}', ['-url', 'http://h.example:8080/h.example']],
    ['"$TWO" $TWO x$TWO', ['a  b', 'a', 'b', 'xa', 'b']],
    ['$EMPTY "$EMPTY" $UNSET', ['']],
    [`'$HOST' \\$HOST a$ "$"`, ['$HOST', '$HOST', 'a$', '$']],
    ['-url http://a/?x&y;z|#', ['-url', 'http://a/?x&y;z|#']],
  ])('%j', (text, words) => {
    expect(shellWords(text, 'OPTS', ENVIRONMENT)).toEqual(words);
  });

  it.each([
    ["a 'b", 'OPTS ends inside quotes or behind a backslash'],
    ['a "b', 'OPTS ends inside quotes or behind a backslash'],
    ['a \\', 'OPTS ends inside quotes or behind a backslash'],
    ['$(id)', 'OPTS holds a command for a shell, and this agent runs none'],
    ['a`id`', 'OPTS holds a command for a shell, and this agent runs none'],
    ['"a $(id)"', 'OPTS holds a command for a shell, and this agent runs none'],
    ['"`id`"', 'OPTS holds a command for a shell, and this agent runs none'],
    ['${A:-b}', 'OPTS holds a ${...} that is more than the name of a variable'],
    ['"${A:-b}"', 'OPTS holds a ${...} that is more than the name of a variable'],
  ])('refuses %j', (text, message) => {
    expect(() => shellWords(text, 'OPTS', ENVIRONMENT)).toThrow(new UsageError(message));
  });
});
