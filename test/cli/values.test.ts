/** Values from everywhere, with what surrounds them; and those that cannot be used, which are never shown. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCommandLine } from '../../src/cli/command-line.js';
import { readConfig } from '../../src/cli/config-file.js';
import { readEnvironment } from '../../src/cli/environment.js';
import { UsageError } from '../../src/cli/usage-error.js';
import { buildExecutable, type Executable } from '../support/executable.js';
import { run } from '../support/command-lines.js';

const BLANKS = ['abc\n', ' abc', '\tabc \r\n', '\uFEFFabc', '\n\nabc\n\n'];

const ROOT_URL = 'it takes the root URL of a controller, such as https://jenkins.example/';

describe('blanks, newlines and marks around a value do not count', () => {
  it.each(BLANKS)('in the environment: %j', (value) => {
    const environment = { JENKINS_URL: value.replace('abc', 'http://c/'), JENKINS_SECRET: value, JENKINS_NAME: value };
    expect(run(environment, []).does).toBe('abc "abc" -url http://c/');
    expect(
      readEnvironment({ JENKINS_WEB_SOCKET: value.replace('abc', 'true') }, () => undefined).values.webSocket,
    ).toBe(true);
    expect(readEnvironment({ JENKINS_SECRET: value.replace('abc', '') }, () => undefined).values).toEqual({});
  });

  it.each(BLANKS)('in a file that is named by a variable or a word: %j', (content) => {
    const file = (path: string) => (path === 'f' ? content.replace('\uFEFF', '') : undefined);
    expect(readEnvironment({ JENKINS_SECRET_FILE: ' f\n' }, file).values.secret).toBe('abc');
    expect(readEnvironment({ JENKINS_SECRET: '@f' }, file).values.secret).toBe('abc');
    const words = ['-url', 'http://c', '-name', 'n', '-secret', '@f'];
    const { invocation } = readCommandLine(words, file);
    if (invocation.kind !== 'run' || invocation.options.kind !== 'inbound') throw new Error(invocation.kind);
    expect(invocation.options.identity.secret.reveal()).toBe('abc');
  });

  it.each(BLANKS)('in a configuration: %j', async (value) => {
    const yaml = `secret: ${JSON.stringify(value)}\nwebSocketHeader: [${JSON.stringify(value.replace('abc', 'a=b'))}]\n`;
    const [values] = await readConfig(yaml, 'c.yaml', () => undefined);
    expect(values).toEqual({ secret: 'abc', webSocketHeaders: ['a=b'] });
  });
});

describe('by the executable', () => {
  let executable: Executable;
  let directory: string;
  beforeAll(async () => {
    executable = await buildExecutable();
    directory = mkdtempSync(join(tmpdir(), 'values-'));
  }, 60_000);
  afterAll(async () => {
    await executable.remove();
    rmSync(directory, { recursive: true });
  });
  const agent = (words: readonly string[], more: { input?: Buffer; env?: NodeJS.ProcessEnv } = {}) => {
    const { input = '', env = {} } = more;
    return spawnSync(process.execPath, [executable.path, ...words], { input, env, encoding: 'utf8' });
  };

  it('UTF-16 in a file, on standard input and as a configuration', () => {
    const utf16 = (text: string) => Buffer.from(`\uFEFF${text}\r\n`, 'utf16le');
    const file = join(directory, 'name');
    writeFileSync(file, utf16('a16'));
    const words = ['-url', 'http://127.0.0.1:1/', '-secret', 's', '-noReconnect', '-name'];
    expect(agent([...words, `@${file}`]).stderr).toContain('Setting up agent: a16\n');
    expect(agent([...words, '@-'], { input: utf16('in16') }).stderr).toContain('Setting up agent: in16\n');
    const config = join(directory, 'config.yaml');
    writeFileSync(config, utf16('name: c16\nurl: http://127.0.0.1:1/\nsecret: s\nnoReconnect: true'));
    expect(agent(['-config', config]).stderr).toContain('Setting up agent: c16\n');
  });

  it('a configuration that is a directory is wrong usage', () => {
    const { status, stderr } = agent(['-config', directory]);
    expect(status).toBe(2);
    expect(stderr).toMatch(new RegExp(`^The configuration ${directory} cannot be read: EISDIR`));
    expect(stderr).not.toContain('    at ');
  });
});

describe('what cannot be used is wrong usage that names the option, and shows no value', () => {
  const agent =
    (...words: string[]) =>
    () =>
      run({}, words, 'agent');
  const ONE = ['-url', 'http://c', '-secret', 'sec', '-name', 'n'];
  const WEB = [...ONE, '-webSocket'];

  it.each<[string, () => unknown, string]>([
    [
      'a header value with a newline',
      agent(...WEB, '-webSocketHeader', 'X-Token=swordfish\nb'),
      '"-webSocketHeader": the value of X-Token has a control character, or one beyond Latin-1, in it',
    ],
    [
      'a header value beyond Latin-1',
      agent(...WEB, '-webSocketHeader', 'X-Token=swordfish世'),
      '"-webSocketHeader": the value of X-Token has a control character, or one beyond Latin-1, in it',
    ],
    [
      'a header name with a blank',
      agent(...WEB, '-webSocketHeader', 'X Token=swordfish'),
      '"-webSocketHeader": what stands before "=" is not the name of an HTTP header',
    ],
    [
      'a node name beyond Latin-1 over WebSocket',
      agent('-url', 'http://c', '-secret', 'sec', '-name', '世界', '-webSocket'),
      '"-name" has characters that WebSocket cannot carry: connect by TCP, without "-webSocket", or rename the node',
    ],
    [
      'a name of two lines',
      agent('-url', 'http://c', '-secret', 'sec', '-name', 'a\nb'),
      '"-name" has a control character in it, such as a newline',
    ],
    [
      'a secret of two lines',
      agent('-url', 'http://c', '-secret', 'sword\nfish', '-name', 'a'),
      '"-secret" has a control character in it, such as a newline',
    ],
    ['a misspelt option', agent('-secert=swordfish'), '"-secert" is not a valid option: did you mean "-secret"?'],
    ['too many words', agent('swordfish', 'n', 'x'), 'Two arguments required, but got 3'],
    [
      'a URL that is none',
      agent('-url', 'http://u:sword/fish@h:99999/'),
      `"http://****@h:99999/" is not a valid value for "-url": ${ROOT_URL}`,
    ],
    [
      'a port that is none',
      agent('-url', 'http://u:swordfish@h:65536/'),
      `"http://****@h:65536/" is not a valid value for "-url": ${ROOT_URL}`,
    ],
    [
      'a tunnel to a port that is none',
      agent(...ONE, '-tunnel', 'h:65536'),
      '"h:65536" is not a valid value for "-tunnel": Port h:65536 out of valid range [0, 65535)',
    ],
    [
      'a direct way to one',
      agent('-direct', 'h:65536', '-instanceIdentity', 'x', '-secret', 's', '-name', 'n'),
      '"h:65536" is not a valid value for "-direct (-directConnection)": Port h:65536 out of valid range [0, 65535)',
    ],
  ])('%s', (_what, read, message) => {
    expect(read).toThrow(new UsageError(message));
  });

  it('names beyond ASCII go as they are: Latin-1 over WebSocket, all of them over TCP', () => {
    expect(run({}, ['-url', 'http://c', '-secret', 's', '-name', 'nöde', '-webSocket'], 'agent').does).toContain(
      '"nöde"',
    );
    expect(run({}, ['-url', 'http://c', '-secret', 's', '-name', '世界'], 'agent').does).toContain('"世界"');
  });
});
