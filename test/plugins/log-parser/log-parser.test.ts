import { expect, it } from 'vitest';
import { objectArray, stringArray, stringMap } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { ask } from '../../jenkins/ask.js';
import { failureOf, object } from '../../jenkins/file-path/request.js';

const RULES = [
  'ok /no error/',
  '# error /x/',
  '',
  'error /(?i)error/',
  'warn /^WARN/',
  'start /====$header/',
  'custom /tagged/',
  'end /^done$/',
];

const pattern = (text: string, flags = 0) => object('java.util.regex.Pattern', { flags, pattern: text });

/** What the plugin compiles of its rules. */
function compiled(rules: readonly string[]): JavaValue {
  return objectArray(
    rules.map((rule) => {
      const expression = /\/(.*)\//.exec(rule)?.[1];
      return expression === undefined || rule.startsWith('#') ? null : pattern(expression);
    }),
  );
}

async function parse(log: Iterable<Buffer>, fields: Readonly<Record<string, JavaValue>> = {}) {
  const call = new ChannelCall();
  const request = {
    charsetName: 'UTF-8',
    compiledPatterns: compiled(RULES),
    parsingRulesArray: stringArray(RULES),
    remoteLog: call.newInput(log).value,
    signature: 'job_build_1',
    ...fields,
  };
  return Object.fromEntries(stringMap(await ask('hudson.plugins.logparser.LogParserStatusComputer', request, call)));
}

const LOG = [
  'fine',
  'an Error',
  'no error here',
  '\x1b[8mha:AAAA\x1b[0mWARN behind a note',
  '====$header',
  'tagged é',
  '',
  'done',
];
const STATUSES = { '1': 'ERROR', '3': 'WARNING', '5': 'custom', '7': 'INFO' };

it('tells which lines have a status', async () => {
  expect(await parse([Buffer.from(LOG.join('\n'))])).toEqual(STATUSES);
  expect(await parse([Buffer.from(`${LOG.join('\r\n')}\r\n`)])).toEqual(STATUSES);
});

it('takes console notes away as Jenkins does: one that two others have left between them too', async () => {
  const [begin, end] = ['\x1b[8mha:', '\x1b[0m'];
  const lines = [
    `WA${begin}1${end}RN`,
    `\x1b[8m${begin}1${end}ha:error${end}fine`,
    `error${begin}never ends`,
    `fine ${begin}error`,
    `${begin}1${end}${begin}2${end}done`,
  ];
  expect(await parse([Buffer.from(lines.join('\n'))])).toEqual({
    '0': 'WARNING',
    '2': 'ERROR',
    '3': 'ERROR',
    '4': 'INFO',
  });
});

it('reads the log as it comes', async () => {
  const bytes = Buffer.from(LOG.join('\r\n'));
  expect(await parse(Array.from(bytes, (byte) => Buffer.of(byte)))).toEqual(STATUSES);
});

it('reads it in the charset of the build, or that of the agent for old versions', async () => {
  const rules = { parsingRulesArray: stringArray(['error é']), compiledPatterns: objectArray([pattern('é')]) };
  expect(await parse([Buffer.from('é', 'latin1')], { ...rules, charsetName: 'ISO-8859-1' })).toEqual({ '0': 'ERROR' });
  expect(await parse([Buffer.from('é')], { ...rules, charsetName: null })).toEqual({ '0': 'ERROR' });
});

it('fails for a rule that has no expression, and names one that only Java can apply', async () => {
  const rules = { parsingRulesArray: stringArray(['error x']), compiledPatterns: objectArray([null]) };
  expect(await failureOf(parse([Buffer.from('x')], rules))).toBe('java.lang.NullPointerException');
  const back = { ...rules, compiledPatterns: objectArray([pattern('\\Gx')]) };
  expect(await failureOf(parse([Buffer.from('x')], back))).toMatch(
    /^java.lang.RuntimeException: java.io.IOException: The regular expression \\Gx has the escape/,
  );
});
