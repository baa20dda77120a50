import { describe, expect, it } from 'vitest';
import { readEntrypointWords } from '../../src/cli/entrypoint.js';
import { readEnvironment } from '../../src/cli/environment.js';
import type { Environment } from '../../src/cli/environment.js';
import { OPTIONS } from '../../src/cli/option-table.js';
import type { OptionSpec } from '../../src/cli/option-spec.js';
import { UsageError } from '../../src/cli/usage-error.js';
import { DAY, KUBERNETES, readFile, run, URL } from '../support/command-lines.js';
import type { Row } from '../support/command-lines.js';

describe('the entrypoint', () => {
  it.each<[string, Environment, string[], string]>([
    [
      'another agent in arguments',
      { ...URL, JENKINS_SECRET: 'sec', JENKINS_AGENT_NAME: 'n1' },
      ['other', 'n2'],
      'The command line and the environment (JENKINS_NAME, JENKINS_AGENT_NAME) give different names',
    ],
    [
      'another secret in arguments',
      { ...URL, JENKINS_SECRET: 'sec', JENKINS_AGENT_NAME: 'n1' },
      ['-secret', 'other'],
      'The command line and the environment (JENKINS_SECRET) give different secrets',
    ],
    [
      'half of an agent in arguments',
      { ...URL, JENKINS_SECRET: 'sec', JENKINS_AGENT_NAME: 'n1' },
      ['-url', 'http://c', 'n1', 'sec', 'x'],
      'Two arguments required, but got 3',
    ],
    ['a command of three words', {}, ['bash', '-c', 'echo hi'], '"-c" is not a valid option'],
    [
      'two controllers over WebSocket',
      { ...KUBERNETES, JENKINS_WEB_SOCKET: 'true' },
      ['-url', 'http://d'],
      'Only a single URL is supported for WebSocket agents',
    ],
    [
      'no controller',
      { JENKINS_SECRET: 'sec', JENKINS_AGENT_NAME: 'n1' },
      [],
      'No controller is given: set JENKINS_URL, or use "-url"',
    ],
    [
      'no secret',
      { ...URL, JENKINS_AGENT_NAME: 'n1' },
      [],
      'Secret is required for inbound agents ("-secret", JENKINS_SECRET)',
    ],
    [
      'no name',
      { ...URL, JENKINS_SECRET: 'sec' },
      [],
      'Name is required for inbound agents ("-name", JENKINS_AGENT_NAME)',
    ],
    [
      'a tunnel over WebSocket',
      { ...KUBERNETES, JENKINS_WEB_SOCKET: 'true', JENKINS_TUNNEL: 'h:1' },
      [],
      'option "-webSocket" cannot be used with the option(s) [-direct, -tunnel, -credentials, -noKeepAlive]',
    ],
    [
      'URL and direct connection',
      { ...KUBERNETES, JENKINS_DIRECT_CONNECTION: 'h:1', JENKINS_INSTANCE_IDENTITY: 'x' },
      [],
      'option "-direct (-directConnection)" cannot be used with the option(s) [-jnlpUrl, -url, -tunnel]',
    ],
    [
      'a URL that is none',
      { ...KUBERNETES, JENKINS_URL: 'notaurl' },
      [],
      'JENKINS_URL: "notaurl" is not a valid value for "-url": it takes the root URL of a controller, such as https://jenkins.example/',
    ],
    [
      'a file that is not there',
      { ...KUBERNETES, JENKINS_SECRET: '@nosuch' },
      [],
      'JENKINS_SECRET: No such file: nosuch',
    ],
    [
      'a file of two lines',
      { ...KUBERNETES, JENKINS_SECRET: '@/two' },
      [],
      'JENKINS_SECRET: /two holds 2 lines instead of one',
    ],
    [
      'an unknown option in REMOTING_OPTS',
      { ...KUBERNETES, REMOTING_OPTS: '-bogus' },
      [],
      '"-bogus" is not a valid option',
    ],
    [
      'java for something else',
      {},
      ['java', '-version'],
      'There is no Java here: "java" starts this agent when it is asked for -jar agent.jar, and nothing else',
    ],
  ])('refuses %s', (_what, env, words, message) => {
    expect(() => run(env, words)).toThrow(new UsageError(message));
  });

  it.each([
    [['bash'], ['bash']],
    [['echo'], ['echo']],
    [
      ['/bin/bash', '-c', 'echo hi'],
      ['/bin/bash', '-c', 'echo hi'],
    ],
    [['java'], ['java']],
  ])('runs the command %j', (words, command) => {
    expect(readEntrypointWords(words)).toEqual({ kind: 'command', command });
  });
});

describe('agent', () => {
  it.each<Row>([
    {
      what: 'the environment alone',
      env: KUBERNETES,
      does: `sec "n1" -url http://c/ -workDir "/w" -noReconnectAfter ${DAY}`,
    },
    {
      what: 'a command line that says everything differently',
      env: { ...KUBERNETES, REMOTING_OPTS: '' },
      words: ['-url', 'http://d', '-secret', 's', '-name', 'n', '-workDir', '/x'],
      does: 's "n" -url http://d/ -workDir "/x"',
    },
    {
      what: 'a command line that cannot be combined with the environment',
      env: { ...KUBERNETES, JENKINS_TUNNEL: 'h:1', REMOTING_OPTS: '' },
      words: ['-direct', 'h:5', '-instanceIdentity', 'x'],
      does: 'sec "n1" -direct h:5 x  -workDir "/w"',
    },
    {
      what: 'a WebSocket beats a tunnel',
      env: { ...KUBERNETES, JENKINS_TUNNEL: 'h:1', REMOTING_OPTS: '' },
      words: ['-webSocket'],
      does: 'sec "n1" -url http://c/ -webSocket -workDir "/w"',
    },
    { what: 'a build: its controller is not ours', env: { ...URL, REMOTING_OPTS: '-bogus' }, does: 'stdio' },
    {
      what: '-connectTo',
      env: KUBERNETES,
      words: ['-connectTo', 'h:1'],
      does: 'tcpClient',
      says: [
        'WARNING: The "-connectTo" argument is deprecated and will be removed without replacement in a future release.',
      ],
    },
    { what: '-stdio', env: KUBERNETES, words: ['-stdio'], does: 'stdio' },
    {
      what: 'what only the environment says',
      env: URL,
      words: ['-secret', 's', '-name', 'n'],
      does: 's "n" -url http://c/',
    },
  ])('$what', ({ env, words = [], does, says = [] }) => {
    expect(run(env, words, 'agent')).toEqual({ does, says });
  });
});

describe('the table', () => {
  const specs: readonly OptionSpec[] = OPTIONS;

  it('has a variable for every option of an agent, and none twice', () => {
    const variables = specs.flatMap(({ environment = [] }) => environment);
    expect(variables).toEqual([...new Set(variables)]);
    for (const variable of variables) expect(variable).toMatch(/^JENKINS_[A-Z_]+$/);
    const without = specs.filter(({ environment }) => environment === undefined).map(({ group }) => group);
    expect(new Set(without)).toEqual(new Set(['streams', 'information', 'deprecated']));
  });

  it('takes every one of them', () => {
    for (const { key, kind, environment: [variable] = [] } of specs) {
      if (variable === undefined) continue;
      const value = kind === 'switch' ? 'true' : acceptable(variable);
      const { values } = readEnvironment({ [variable]: value }, readFile);
      expect(Object.entries(values)).toEqual([[key, kind === 'switch' ? true : kind === 'list' ? [value] : value]]);
    }
  });
});

/** One of these values is right for every option that checks its own. */
const EXAMPLES = ['a=b', 'http://a', 'h:1', '5s', '8080', 'json', 'FINE'];

function acceptable(variable: string): string {
  const accepted = EXAMPLES.find((value) => {
    try {
      readEnvironment({ [variable]: value }, readFile);
      return true;
    } catch (error) {
      if (error instanceof UsageError) return false;
      throw error;
    }
  });
  return accepted ?? expect.fail(`no example for ${variable}`);
}
