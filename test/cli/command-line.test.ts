import { describe, expect, it } from 'vitest';
import type { AgentOptions, JnlpOptions } from '../../src/agent/life/options.js';
import { readCommandLine } from '../../src/cli/command-line.js';
import type { CommandLine } from '../../src/cli/command-line.js';
import { UsageError } from '../../src/cli/usage-error.js';

const SECRET = '0123456789abcdef'.repeat(4);

function read(...words: string[]): CommandLine {
  return readCommandLine(words, () => undefined);
}

function options(...words: string[]): AgentOptions {
  const { invocation } = read(...words);
  if (invocation.kind !== 'run') throw new Error(`${invocation.kind} was chosen`);
  return invocation.options;
}

const INBOUND = ['-url', 'http://a/', '-secret', 's', '-name', 'n'];

describe('what is refused', () => {
  it.each([
    [['-webSocket'], 'option "-webSocket" requires the option(s) [-url]'],
    [
      ['-webSocket', '-url', 'http://a', '-tunnel', 'h:1'],
      'option "-webSocket" cannot be used with the option(s) [-direct, -tunnel, -credentials, -noKeepAlive]',
    ],
    [
      ['-webSocket', '-url', 'http://a', '-jnlpCredentials', 'u:p'],
      'option "-webSocket" cannot be used with the option(s) [-direct, -tunnel, -credentials, -noKeepAlive]',
    ],
    [['-webSocketHeader', 'a=b'], 'option "-webSocketHeader" requires the option(s) [-webSocket]'],
    [['-direct', 'h:1'], 'option "-direct (-directConnection)" requires the option(s) [-instanceIdentity]'],
    [['-instanceIdentity', 'x'], 'option "-instanceIdentity" requires the option(s) [-direct]'],
    [['-protocols', 'x'], 'option "-protocols" requires the option(s) [-direct]'],
    [
      ['-direct', 'h:1', '-instanceIdentity', 'x', '-url', 'http://a'],
      'option "-direct (-directConnection)" cannot be used with the option(s) [-jnlpUrl, -url, -tunnel]',
    ],
    [
      ['-jnlpUrl', 'http://a', '-name', 'n'],
      'option "-jnlpUrl" cannot be used with the option(s) [-direct, -name, -tunnel, -url, -webSocket]',
    ],
    [
      ['-cert', 'x', '-disableHttpsCertValidation'],
      'option "-noCertificateCheck (-disableHttpsCertValidation)" cannot be used with the option(s) [-cert]',
    ],
    [
      ['-noReconnect', '-noReconnectAfter', '5s'],
      'option "-noReconnectAfter" cannot be used with the option(s) [-noReconnect]',
    ],
    [['-internalDir', 'x'], 'option "-internalDir" requires the option(s) [-workDir]'],
    [['-failIfWorkDirIsMissing'], 'option "-failIfWorkDirIsMissing" requires the option(s) [-workDir]'],
    [['-version', '-webSocket'], 'option "-webSocket" requires the option(s) [-url]'],
    [['a'], 'Two arguments required, but got 1'],
    [['-version', 'a', 'b', 'c'], 'Two arguments required, but got 3'],
    [['-noReconnect=true', '-version'], 'Two arguments required, but got 1'],
    [['a', 'b', '-secret', 'c'], 'Cannot provide secret via both named and positional arguments'],
    [['a', 'b', '-name', 'c'], 'Cannot provide name via both named and positional arguments'],
    [['-url', 'http://a', '-name', 'n'], 'Secret is required for inbound agents ("-secret", JENKINS_SECRET)'],
    [['-url', 'http://a', '-secret', 's'], 'Name is required for inbound agents ("-name", JENKINS_AGENT_NAME)'],
    [[...INBOUND, '-url', 'http://b', '-webSocket'], 'Only a single URL is supported for WebSocket agents'],
    [['-secret', '@nosuch'], 'No such file: nosuch'],
  ])('%j', (words, message) => {
    expect(() => read(...words)).toThrow(new UsageError(message));
  });

  it('needs before exclusions, whatever the order of the words', () => {
    const words = ['-url', 'http://a', '-webSocket', '-tunnel', 'h:1', '-failIfWorkDirIsMissing'];
    expect(() => read(...words)).toThrow('option "-failIfWorkDirIsMissing" requires the option(s) [-workDir]');
  });

  it.each([[[SECRET]], [['-secret:' + SECRET]], [['-bogus=' + SECRET]], [['-url', `foo://admin:${SECRET}@h/`]]])(
    'without showing a secret',
    (words) => {
      expect(() => read(...words)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining(SECRET) as string }),
      );
    },
  );
});

describe('help and version', () => {
  it.each([
    [['-help'], 'help'],
    [['--help'], 'help'],
    [['-version'], 'version'],
    [['-help', '-version'], 'version'],
    [['-version', '-help', '-url', 'http://a'], 'version'],
    [['-help', '-url', 'http://a'], 'help'],
  ])('%j', (words, kind) => {
    expect(read(...words).invocation.kind).toBe(kind);
  });
});

describe('options', () => {
  it('has defaults', () => {
    expect(options(...INBOUND)).toEqual({
      operating: {
        audit: undefined,
        drainQuiet: 10_000,
        drainTimeout: 0,
        health: undefined,
        idleTimeout: undefined,
        logFormat: 'official',
        logLevel: undefined,
        once: false,
        pidFile: undefined,
      },
      drainCredentials: undefined,
      kind: 'inbound',
      identity: {
        name: 'n',
        secret: expect.anything() as unknown,
        way: { kind: 'discovery', urls: ['http://a/'], logins: new Map(), tunnel: undefined },
      },
      workDirectory: undefined,
      agentLog: undefined,
      loggingConfig: undefined,
      jarCache: undefined,
      java: { java: 'auto', arguments: [], memory: '512m', idleMs: 300_000, agentJar: undefined },
      http: {
        credentials: undefined,
        proxyCredentials: undefined,
        certificates: [],
        noCertificateCheck: false,
        proxyVariables: {},
      },
      keepAlive: true,
      noReconnect: false,
      noReconnectAfter: undefined,
      remotingVersion: undefined,
      protocolsToTry: undefined,
    });
  });

  it('takes everything', () => {
    const words = [
      '-url',
      'http://a',
      '-url=https://b/c',
      '-tunnel',
      'h:',
      '-cert',
      '@a.pem',
      '-cert',
      'PEM',
      '-noKeepAlive',
    ];
    const more = ['-noReconnectAfter', '1d', '-workDir', 'w', '-internalDir', 'i', '-failIfWorkDirIsMissing'];
    const files = [
      '-agentLog',
      'l',
      '-loggingConfig',
      'c',
      '-jar-cache',
      'j',
      '-credentials',
      'u:p',
      '-proxyCredentials',
      'v:q',
    ];
    const read = options(...words, ...more, ...files, '-secret', SECRET, '-name', '-n');
    expect(read).toMatchObject({
      kind: 'inbound',
      identity: { name: '-n', way: { kind: 'discovery', urls: ['http://a/', 'https://b/c/'], tunnel: 'h:' } },
      workDirectory: { path: 'w', internalDir: 'i', failIfMissing: true },
      agentLog: 'l',
      loggingConfig: 'c',
      jarCache: 'j',
      http: { certificates: ['@a.pem', 'PEM'] },
      keepAlive: false,
      noReconnectAfter: 86_400_000,
      remotingVersion: undefined,
    });
    expect(read.http.credentials?.reveal()).toBe('u:p');
    expect(read.http.proxyCredentials?.reveal()).toBe('v:q');
    expect(read.kind === 'inbound' && read.identity.secret.reveal()).toBe(SECRET);
    expect(JSON.stringify(read)).not.toContain(SECRET);
  });

  it('goes straight to a port', () => {
    const words = ['-direct', 'h:1', '-instanceIdentity', 'AA==', '-protocols', 'X', '-protocols', 'Y', 's', 'n'];
    expect(options(...words)).toMatchObject({
      identity: { way: { kind: 'direct', address: 'h:1', instanceIdentity: 'AA==', protocols: ['X', 'Y'] } },
    });
  });

  it('goes by WebSocket, with headers', () => {
    const headers = ['-webSocketHeader', 'A=1', '-webSocketHeader', 'B=x=y', '-webSocketHeader', 'A=2'];
    expect(options(...INBOUND, '-webSocket', ...headers)).toMatchObject({
      identity: { way: { kind: 'webSocket', url: 'http://a/', headers: { A: '2', B: 'x=y' } } },
    });
  });

  it('lets the last of several values win', () => {
    expect(options(...INBOUND, '-name', 'm', '--name=o')).toMatchObject({ identity: { name: 'o' } });
  });

  it.each([
    [[], { kind: 'stdio', text: false }],
    [['-text'], { kind: 'stdio', text: true }],
    [['-tcp', 'f'], { kind: 'tcpServer', target: 'f' }],
    [['-connectTo', 'h:1', '-url', 'http://a'], { kind: 'tcpClient', target: 'h:1' }],
    [['-tcp', 'f', ...INBOUND], { kind: 'inbound' }],
    [['-jnlpUrl', 'file:/a.jnlp'], { kind: 'jnlp', jnlpUrl: 'file:/a.jnlp', secret: undefined }],
  ])('chooses the mode of %j', (words, expected) => {
    expect(options(...words)).toMatchObject(expected);
  });
});

describe('warnings', () => {
  it('names each deprecated option once, and positionals', () => {
    const { warnings } = read(
      '-headless',
      '-ping',
      '-ping',
      '-auth',
      'u:p',
      '-jnlpUrl',
      'http://a/',
      's',
      'n',
      '-credentials',
      'u:p',
    );
    expect(warnings).toEqual([
      'WARNING: The "-jnlpUrl" argument is deprecated. Use "-url" and "-name" instead, potentially also passing in "-webSocket", "-tunnel", and/or work directory options as needed.',
      'WARNING: The "-headless" argument is deprecated and will be removed without replacement in a future release.',
      'WARNING: The "-ping" argument is deprecated and will be removed without replacement in a future release.',
      'WARNING: The "-auth" argument is deprecated and will be removed in a future release; use "-credentials" or "-proxyCredentials" instead.',
      'WARNING: Providing the secret and agent name as positional arguments is deprecated; use "-secret" and "-name" instead.',
    ]);
  });

  it('says nothing about a plain command line', () => {
    expect(read(...INBOUND).warnings).toEqual([]);
  });
});

describe('a JNLP file', () => {
  const FILE = [SECRET, 'n', '-workDir', '/w', '-internalDir', 'i', '-url', 'http://a/'];

  function jnlp(...words: string[]): JnlpOptions {
    const read = options('-jnlpUrl', 'http://a/x.jnlp', ...words);
    if (read.kind !== 'jnlp') throw new Error(read.kind);
    return read;
  }

  it('tells who and where', () => {
    const merged = jnlp('-noReconnect', '-agentLog', 'l').merge(FILE);
    expect(merged).toMatchObject({
      kind: 'inbound',
      identity: { name: 'n', way: { kind: 'discovery', urls: ['http://a/'] } },
      workDirectory: { path: '/w', internalDir: 'i', failIfMissing: false },
      noReconnect: true,
      agentLog: 'l',
    });
    expect(merged.identity.secret.reveal()).toBe(SECRET);
  });

  it('gives way to local options', () => {
    expect(jnlp('-workDir', 'mine').merge([...FILE, '-tunnel', 'h:1'])).toMatchObject({
      identity: { way: { tunnel: 'h:1' } },
      workDirectory: { path: 'mine', internalDir: 'remoting' },
    });
  });

  it.each([
    [['-noKeepAlive'], [...FILE, '-webSocket'], /^option "-webSocket" cannot be used with/],
    [[], ['-url', 'http://a/', '-name', 'n'], 'Secret is required for inbound agents ("-secret", JENKINS_SECRET)'],
    [[], [SECRET, 'n'], 'At least one URL is required for inbound agents ("-url", JENKINS_URL)'],
    [[], [...FILE, '-bogus'], '"-bogus" is not a valid option'],
  ])('is checked: %j with %j', (words, file, message) => {
    expect(() => jnlp(...words).merge(file)).toThrow(message);
  });

  it('names no files of ours', () => {
    expect(jnlp().merge([SECRET, '@/etc/passwd', '-url', 'http://a/'])).toMatchObject({
      identity: { name: '@/etc/passwd' },
    });
  });
});
