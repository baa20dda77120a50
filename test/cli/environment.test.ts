import { describe, expect, it } from 'vitest';
import type { AgentOptions } from '../../src/agent/options.js';
import { readCommandLine } from '../../src/cli/command-line.js';
import type { CommandLine } from '../../src/cli/command-line.js';
import { readEntrypointWords } from '../../src/cli/entrypoint.js';
import { readEnvironment } from '../../src/cli/environment.js';
import type { Environment } from '../../src/cli/environment.js';
import type { Program } from '../../src/cli/merge-environment.js';
import { OPTIONS } from '../../src/cli/option-table.js';
import type { OptionSpec } from '../../src/cli/option-spec.js';
import { UsageError } from '../../src/cli/usage-error.js';

const FILES: Readonly<Record<string, string>> = { '/run/secret': 'from-file\n', '/two': 'a\nb\n' };
const readFile = (path: string) => FILES[path];

function read(environment: Environment, words: readonly string[], program: Program = 'jenkins-agent'): CommandLine {
  const entry = program === 'agent' ? { kind: 'agent' as const, words, notes: [] } : readEntrypointWords(words);
  if (entry.kind === 'command') throw new Error(`${entry.command.join(' ')} is a command`);
  return readCommandLine(entry.words, readFile, readEnvironment(environment, readFile), program);
}

/** What an agent would do, in the words of the official agent. */
function summary(options: AgentOptions): string {
  if (options.kind !== 'inbound') return options.kind;
  const { identity, workDirectory, noReconnectAfter } = options;
  const { way, name, secret } = identity;
  const ways = {
    discovery: () =>
      way.kind === 'discovery' ? [...way.urls.map((url) => `-url ${url}`), way.tunnel && `-tunnel ${way.tunnel}`] : [],
    webSocket: () =>
      way.kind === 'webSocket'
        ? [`-url ${way.url} -webSocket`, ...Object.entries(way.headers).map((h) => h.join(': '))]
        : [],
    direct: () =>
      way.kind === 'direct' ? [`-direct ${way.address} ${way.instanceIdentity} ${way.protocols.join('+')}`] : [],
  };
  return [
    `${secret.reveal()} "${name}"`,
    ...ways[way.kind](),
    workDirectory && `-workDir "${workDirectory.path}"`,
    noReconnectAfter && `-noReconnectAfter ${noReconnectAfter}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function run(
  environment: Environment,
  words: readonly string[],
  program?: Program,
): { does: string; says: readonly string[] } {
  const { invocation, warnings } = read(environment, words, program);
  return { does: invocation.kind === 'run' ? summary(invocation.options) : invocation.kind, says: warnings };
}

const URL = { JENKINS_URL: 'http://c' };
const KUBERNETES = {
  ...URL,
  JENKINS_SECRET: 'sec',
  JENKINS_NAME: 'n1',
  JENKINS_AGENT_NAME: 'n1',
  JENKINS_AGENT_WORKDIR: '/w',
  REMOTING_OPTS: '-noReconnectAfter 1d',
};
const POSITIONAL =
  'WARNING: Providing the secret and agent name as positional arguments is deprecated; use "-secret" and "-name" instead.';
const DAY = 24 * 60 * 60 * 1000;

interface Row {
  what: string;
  env: Environment;
  words?: string[];
  does: string;
  says?: string[];
}

describe('the entrypoint', () => {
  it.each<Row>([
    {
      what: 'arguments alone',
      env: {},
      words: ['-url', 'http://c', '-secret', 's', '-name', 'n'],
      does: 's "n" -url http://c/',
    },
    {
      what: 'positional arguments',
      env: {},
      words: ['-url', 'http://c', 's', 'n'],
      does: 's "n" -url http://c/',
      says: [POSITIONAL],
    },
    { what: 'kubernetes', env: KUBERNETES, does: `sec "n1" -url http://c/ -workDir "/w" -noReconnectAfter ${DAY}` },
    {
      what: 'kubernetes over WebSocket',
      env: { ...KUBERNETES, JENKINS_WEB_SOCKET: 'true' },
      does: `sec "n1" -url http://c/ -webSocket -workDir "/w" -noReconnectAfter ${DAY}`,
    },
    {
      what: 'kubernetes with its agent in another image',
      env: { ...KUBERNETES, JENKINS_AGENT_FILE: '/jenkins-agent/agent.jar' },
      does: `sec "n1" -url http://c/ -workDir "/w" -noReconnectAfter ${DAY}`,
    },
    {
      what: 'kubernetes, direct connection',
      env: {
        JENKINS_SECRET: 'sec',
        JENKINS_NAME: 'n1',
        JENKINS_AGENT_NAME: 'n1',
        JENKINS_AGENT_WORKDIR: '/w',
        JENKINS_DIRECT_CONNECTION: 'h:5',
        JENKINS_PROTOCOLS: 'JNLP4-connect',
        JENKINS_INSTANCE_IDENTITY: 'AAA=',
        REMOTING_OPTS: '-noReconnectAfter 1d',
      },
      does: `sec "n1" -direct h:5 AAA= JNLP4-connect -workDir "/w" -noReconnectAfter ${DAY}`,
    },
    {
      what: "Helm's default: everything twice",
      env: KUBERNETES,
      words: ['sec', 'n1'],
      does: `sec "n1" -url http://c/ -workDir "/w" -noReconnectAfter ${DAY}`,
    },
    {
      what: 'equal options twice',
      env: KUBERNETES,
      words: ['-secret', 'sec', '-name', 'n1', '-url', 'http://c/', '-workDir', '/w'],
      does: `sec "n1" -url http://c/ -workDir "/w" -noReconnectAfter ${DAY}`,
    },
    {
      what: 'a name that is part of another argument',
      env: { JENKINS_SECRET: 'sec', JENKINS_AGENT_NAME: 'jen', ...URL },
      words: ['-url', 'http://jenkins/'],
      does: 'sec "jen" -url http://c/ -url http://jenkins/',
    },
    {
      what: 'JENKINS_NAME over JENKINS_AGENT_NAME',
      env: { ...URL, JENKINS_SECRET: 's', JENKINS_NAME: 'k8s', JENKINS_AGENT_NAME: 'zzz' },
      does: 's "k8s" -url http://c/',
    },
    {
      what: 'tunnel and work directory given differently',
      env: { ...URL, JENKINS_TUNNEL: 'h:1', JENKINS_AGENT_WORKDIR: '/env', JENKINS_WEB_SOCKET: 'TRUE' },
      words: ['-tunnel', 'a:2', '-workDir', '/arg', 's', 'n'],
      does: 's "n" -url http://c/ -tunnel a:2 -workDir "/arg"',
      says: [
        'Warning: JENKINS_WEB_SOCKET has no effect: it is neither "true" nor "false"',
        'Warning: -tunnel is given differently on the command line and in JENKINS_TUNNEL; the command line wins',
        'Warning: -workDir is given differently on the command line and in JENKINS_AGENT_WORKDIR; the command line wins',
        POSITIONAL,
      ],
    },
    {
      what: 'spaces in values',
      env: { ...URL, JENKINS_SECRET: 's', JENKINS_AGENT_WORKDIR: '/a b', JENKINS_AGENT_NAME: 'my agent' },
      does: 's "my agent" -url http://c/ -workDir "/a b"',
    },
    {
      what: 'quotes in REMOTING_OPTS',
      env: { ...KUBERNETES, JENKINS_WEB_SOCKET: 'true', REMOTING_OPTS: '-webSocketHeader "Cookie=x=1; y=2"' },
      does: 'sec "n1" -url http://c/ -webSocket Cookie: x=1; y=2 -workDir "/w"',
    },
    {
      what: 'lists in REMOTING_OPTS and behind',
      env: { ...KUBERNETES, REMOTING_OPTS: '-webSocket -webSocketHeader A=1' },
      words: ['-webSocketHeader', 'B=2'],
      does: 'sec "n1" -url http://c/ -webSocket A: 1 B: 2 -workDir "/w"',
    },
    {
      what: 'the last of an option in REMOTING_OPTS and behind',
      env: { ...KUBERNETES, REMOTING_OPTS: '-noReconnectAfter 1d' },
      words: ['-noReconnectAfter', '5s'],
      does: 'sec "n1" -url http://c/ -workDir "/w" -noReconnectAfter 5000',
    },
    {
      what: 'options for Java',
      env: {
        JENKINS_SECRET: 's',
        JENKINS_AGENT_NAME: 'n',
        JENKINS_DIRECT_CONNECTION: 'h:5',
        JENKINS_INSTANCE_IDENTITY: 'AAA=',
        JENKINS_PROTOCOLS: 'JNLP4-connect',
        JAVA_OPTS: '-Xmx1g -Dpassword=hidden',
        JENKINS_JAVA_BIN: '/java',
        JAVA_HOME: '/jdk',
      },
      does: 's "n" -direct h:5 AAA= JNLP4-connect',
      says: [
        'Note: this agent runs without Java; JAVA_OPTS has no effect: -Xmx1g -Dpassword',
        'Note: this agent runs without Java; JENKINS_JAVA_BIN has no effect',
      ],
    },
    {
      what: 'JENKINS_JAVA_OPTS over JAVA_OPTS',
      env: { ...KUBERNETES, REMOTING_OPTS: '', JAVA_OPTS: '-a', JENKINS_JAVA_OPTS: '-b' },
      does: 'sec "n1" -url http://c/ -workDir "/w"',
      says: ['Note: this agent runs without Java; JENKINS_JAVA_OPTS has no effect: -b'],
    },
    { what: '-help', env: {}, words: ['-help'], does: 'help' },
    { what: '-version, whatever the environment', env: KUBERNETES, words: ['-version'], does: 'version' },
    { what: 'nothing at all', env: {}, does: 'stdio' },
    { what: 'streams, in an environment that names a controller', env: KUBERNETES, words: ['-text'], does: 'stdio' },
    {
      what: 'empty variables',
      env: {
        ...URL,
        JENKINS_TUNNEL: '',
        JENKINS_WEB_SOCKET: '',
        JENKINS_SECRET: 's',
        JENKINS_NAME: '',
        JENKINS_AGENT_NAME: 'n',
      },
      does: 's "n" -url http://c/',
    },
    {
      what: 'a secret in a file',
      env: { ...URL, JENKINS_SECRET: '@/run/secret', JENKINS_AGENT_NAME: 'n' },
      does: 'from-file "n" -url http://c/',
    },
    {
      what: 'docker-plugin',
      env: {},
      words: ['-url', 'http://c', 's', 'n'],
      does: 's "n" -url http://c/',
      says: [POSITIONAL],
    },
    {
      what: 'amazon-ecs-plugin',
      env: { SLAVE_NODE_NAME: 'n', SLAVE_NODE_SECRET: 's' },
      words: ['-url', 'http://c', '-tunnel', 't:1', 's', 'n'],
      does: 's "n" -url http://c/ -tunnel t:1',
      says: [POSITIONAL],
    },
    {
      what: 'azure-container-agents',
      env: {},
      words: ['jenkins-agent', '-url', 'http://c', 's', 'n'],
      does: 's "n" -url http://c/',
      says: [POSITIONAL],
    },
    {
      what: 'nomad, main class',
      env: {},
      words: [
        'java',
        '-cp',
        '/local/slave.jar',
        'hudson.remoting.jnlp.Main',
        '-headless',
        '-url',
        'http://c',
        's',
        'n',
      ],
      does: 's "n" -url http://c/',
      says: [
        'WARNING: The "-headless" argument is deprecated and will be removed without replacement in a future release.',
        POSITIONAL,
      ],
    },
    {
      what: 'nomad, jar',
      env: {},
      words: ['java', '-jar', '/local/slave.jar', '-jnlpUrl', 'http://c/computer/n/slave-agent.jnlp', '-secret', 's'],
      does: 'jnlp',
      says: [
        'WARNING: The "-jnlpUrl" argument is deprecated. Use "-url" and "-name" instead, potentially also passing in "-webSocket", "-tunnel", and/or work directory options as needed.',
      ],
    },
  ])('$what', ({ env, words = [], does, says = [] }) => {
    expect(run(env, words)).toEqual({ does, says });
  });

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
      'Two arguments required, but got [n1, sec, x]',
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
    ['no secret', { ...URL, JENKINS_AGENT_NAME: 'n1' }, [], 'Secret is required for inbound agents'],
    ['no name', { ...URL, JENKINS_SECRET: 'sec' }, [], 'Name is required for inbound agents'],
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
      'JENKINS_URL: "notaurl" is not a valid value for "-url"',
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

  it('tells which options for Java it leaves out', () => {
    expect(readEntrypointWords(['/usr/bin/java', '-Xmx1g', '-Da=secret', '-jar', 'agent.jar', '-help'])).toEqual({
      kind: 'agent',
      words: ['-help'],
      notes: ['Note: this agent runs without Java; options for Java have no effect: -Xmx1g -Da'],
    });
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
      const value =
        kind === 'switch' ? 'true' : key === 'urls' ? 'http://a' : key === 'noReconnectAfter' ? '5s' : 'a=b';
      const { values } = readEnvironment({ [variable]: value }, readFile);
      expect(Object.entries(values)).toEqual([[key, kind === 'switch' ? true : kind === 'list' ? [value] : value]]);
    }
  });
});
