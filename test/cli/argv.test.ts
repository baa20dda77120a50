import { describe, expect, it } from 'vitest';
import { canonicalWords, scanArgv } from '../../src/cli/argv.js';
import { UsageError } from '../../src/cli/usage-error.js';

/** Name and value of each option, then the positionals. */
function scan(...words: string[]): { options: [string, string?][]; positionals: readonly string[] } {
  const { occurrences, positionals } = scanArgv(words);
  return {
    options: occurrences.map(({ spec, value }) => (value === undefined ? [spec.name] : [spec.name, value])),
    positionals,
  };
}

const ROOT_URL = 'it takes the root URL of a controller, such as https://jenkins.example/';
const DURATION = 'it takes a whole number with ms, s, m, h or d, such as 30s, 5m or 1d, or ISO-8601, such as PT1H';

describe('scanArgv', () => {
  it.each<[string, string[], [string, string?][], string[]]>([
    ['a value in the next word', ['-name', 'n'], [['-name', 'n']], []],
    ['a value behind an equals sign', ['-name=n'], [['-name', 'n']], []],
    ['an empty value', ['-name='], [['-name', '']], []],
    ['an empty word as value', ['-name', ''], [['-name', '']], []],
    ['only the first equals sign separates', ['-webSocketHeader=A=b=c'], [['-webSocketHeader', 'A=b=c']], []],
    ['a value that looks like an option', ['-name', '-foo'], [['-name', '-foo']], []],
    ['a value that is an option', ['-name', '-webSocket'], [['-name', '-webSocket']], []],
    ['a value of two dashes', ['-name', '--'], [['-name', '--']], []],
    ['a switch', ['-webSocket'], [['-webSocket']], []],
    ['a switch leaves its value behind', ['-webSocket=true'], [['-webSocket']], ['true']],
    ['a switch leaves a word behind that is an option', ['-webSocket=-text'], [['-webSocket'], ['-text']], []],
    ['an alias', ['-directConnection', 'h:1'], [['-direct', 'h:1']], []],
    ['the other alias', ['-noreconnect'], [['-noReconnect']], []],
    ['the GNU spelling', ['--work-dir', 'd'], [['-workDir', 'd']], []],
    ['the GNU spelling with an equals sign', ['--work-dir=d'], [['-workDir', 'd']], []],
    ['the GNU spelling of one word', ['--url=http://h/'], [['-url', 'http://h/']], []],
    ['a GNU spelling that begins with --no-', ['--no-reconnect-after', '5s'], [['-noReconnectAfter', '5s']], []],
    ['short spellings', ['-h', '-V'], [['-help'], ['-version']], []],
    ['positionals between options', ['s', '-webSocket', 'n'], [['-webSocket']], ['s', 'n']],
    ['all that follows two dashes', ['--', '-name', 'n'], [], ['-name', 'n']],
    [
      'repetitions in their order',
      ['-url', 'http://a', '-url=http://b'],
      [
        ['-url', 'http://a'],
        ['-url', 'http://b'],
      ],
      [],
    ],
  ])('%s', (_what, words, options, positionals) => {
    expect(scan(...words)).toEqual({ options, positionals });
  });

  it.each([
    [['-bogus'], '"-bogus" is not a valid option'],
    [['-'], '"-" is not a valid option'],
    [['-Url', 'http://a'], '"-Url" is not a valid option: did you mean "-url"?'],
    [['-ur'], '"-ur" is not a valid option: did you mean "-url"?'],
    [['-bogus=1'], '"-bogus" is not a valid option'],
    [['-secert=swordfish'], '"-secert" is not a valid option: did you mean "-secret"?'],
    [
      ['--proxy-credentails=u:swordfish'],
      '"--proxy-credentails" is not a valid option: did you mean "--proxy-credentials"?',
    ],
    [['-name=a b=c', '-nam=e'], '"-nam" is not a valid option: did you mean "-name"?'],
    [['--workDir', 'd'], '"--workDir" is not a valid option: did you mean "-workDir"?'],
    [['-----END CERTIFICATE-----'], '"-----END CERTIFICATE-----" is not a valid option'],
    [['-url'], 'Option "-url" takes an operand'],
    [['--url'], 'Option "-url" takes an operand'],
    [['-directConnection'], 'Option "-direct (-directConnection)" takes an operand'],
    [['-url', 'notaurl'], `"notaurl" is not a valid value for "-url": ${ROOT_URL}`],
    [['-url', 'foo://bar'], `"foo://bar" is not a valid value for "-url": ${ROOT_URL}`],
    [
      ['-jnlpUrl', '/x'],
      '"/x" is not a valid value for "-jnlpUrl": it takes the URL of a JNLP file, or the path of one that is there',
    ],
    [
      ['-webSocketHeader', 'foo'],
      'An argument for setting a Map must contain a "=" ("-webSocketHeader" takes NAME=VALUE)',
    ],
    [['-connectTo', 'foo'], '"foo" is not a valid value for "-connectTo": it takes HOST:PORT'],
    [['-connectTo', 'a:b'], '"a:b" is not a valid value for "-connectTo": it takes HOST:PORT'],
    [['-connectTo', 'a:65536'], '"a:65536" is not a valid value for "-connectTo": it takes HOST:PORT'],
    [['-noReconnectAfter', '5x'], `"5x" is not a valid value for "-noReconnectAfter": ${DURATION}`],
    [['-noReconnectAfter', '1.5s'], `"1.5s" is not a valid value for "-noReconnectAfter": ${DURATION}`],
    [['-noReconnectAfter', 'P1'], `"P1" is not a valid value for "-noReconnectAfter": ${DURATION}`],
  ])('refuses %j', (words, message) => {
    expect(() => scanArgv(words)).toThrow(new UsageError(message));
  });
});

describe('canonicalWords', () => {
  it('attaches every value and puts positionals last', () => {
    expect(canonicalWords(scanArgv(['s', '-name', '-x', '-noReconnect', 'n', '-direct', 'h:1']))).toEqual([
      '--name=-x',
      '--no-reconnect',
      '--direct=h:1',
      '--',
      's',
      'n',
    ]);
  });
});
