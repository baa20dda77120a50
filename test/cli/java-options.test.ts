import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../src/cli/command-line.js';
import { readEntrypointWords } from '../../src/cli/entrypoint.js';
import { readEnvironment } from '../../src/cli/environment.js';
import { proxyVariables, takeJavaWords } from '../../src/cli/java-options.js';
import { UsageError } from '../../src/cli/usage-error.js';

const AGENT = ['-url', 'http://a/', '-secret', 's', '-name', 'n'];
const PROTOCOLS = '-Dorg.jenkinsci.remoting.engine.JnlpAgentEndpointResolver.protocolNamesToTry';

function read(words: readonly string[], env: Record<string, string> = {}) {
  const noFile = () => undefined;
  const { invocation, warnings } = readCommandLine(words, noFile, readEnvironment(env, noFile));
  if (invocation.kind !== 'run') return { kind: invocation.kind, warnings };
  const { options } = invocation;
  return { kind: options.kind, options, warnings };
}

describe('what stands in front of the words of agent.jar', () => {
  it.each<[string, string[], string[]]>([
    ['nothing', [], []],
    ['java', ['java', '-jar', 'agent.jar'], []],
    ['java by its path', ['/usr/lib/jvm/bin/java', '-jar', '/x/remoting.jar'], []],
    ['the jar file alone', ['-jar', 'agent.jar'], []],
    [
      'options of the machine',
      ['-Xmx64m', '-XX:+UseSerialGC', '-server', '-ea', '-jar', 'a.jar'],
      ['-Xmx64m', '-XX:+UseSerialGC', '-server', '-ea'],
    ],
    ['options without the jar file', ['-Xss1m', '-Dpassword=hidden'], ['-Xss1m', '-Dpassword']],
    ['a class path', ['-cp', 'slave.jar', 'hudson.remoting.jnlp.Main'], []],
    ['a class path in the long form', ['--class-path', 'a.jar', 'hudson.remoting.Launcher'], []],
    ['an agent of the machine', ['-javaagent:/x.jar=y', '-jar', 'a.jar'], ['-javaagent:/x.jar']],
    [
      'opened modules',
      ['--add-opens', 'java.base/java.lang=ALL-UNNAMED', '--add-opens=a/b=c', '-jar', 'a.jar'],
      ['--add-opens'],
    ],
  ])('%s', (_what, before, idle) => {
    const { kind, options, warnings } = read([...before, ...AGENT]);
    expect(kind).toBe('inbound');
    expect(options).toMatchObject({ identity: { name: 'n' } });
    expect(warnings).toEqual(
      idle.length === 0
        ? []
        : [`Note: this agent runs without Java; options for Java have no effect: ${idle.join(' ')}`],
    );
  });

  it('is only in front', () => {
    expect(takeJavaWords(['-url', 'http://a/', '-Xmx64m']).words).toEqual(['-url', 'http://a/', '-Xmx64m']);
    expect(() => read([...AGENT, '-Xmx64m'])).toThrow(new UsageError('"-Xmx64m" is not a valid option'));
    expect(() => read(['-jar'])).toThrow(new UsageError('"-jar" is not a valid option'));
  });

  it('leaves options of the agent alone that look alike', () => {
    for (const words of [
      ['-agentLog', 'x'],
      ['-direct', 'h:1'],
      ['-version'],
      ['-disableHttpsCertValidation'],
      ['--config', 'x'],
    ]) {
      expect(takeJavaWords(words)).toMatchObject({ words, startsAgent: false, idle: [] });
    }
  });

  it('may be a command of the entrypoint, and another Java may not', () => {
    expect(readEntrypointWords(['java', '-Xmx1g', '-jar', 'a.jar', '-version'])).toEqual({
      kind: 'agent',
      words: ['-Xmx1g', '-jar', 'a.jar', '-version'],
    });
    expect(() => readEntrypointWords(['java', 'Main'])).toThrow(UsageError);
  });
});

describe('system properties that count', () => {
  it('are options, weaker than those that were given', () => {
    const before = ['-DproxyCredentials=u:p', '-Djava.util.logging.config.file=l.properties', `${PROTOCOLS}=A, B`];
    const { options, warnings } = read([...before, '-jar', 'agent.jar', ...AGENT]);
    expect(options?.http.proxyCredentials?.reveal()).toBe('u:p');
    expect(options).toMatchObject({ loggingConfig: 'l.properties', protocolsToTry: ['A', 'B'] });
    expect(warnings).toEqual([]);
    const typed = read([...before, ...AGENT, '-proxyCredentials', 'v:q', '-loggingConfig', 'm']).options;
    expect(typed?.http.proxyCredentials?.reveal()).toBe('v:q');
    expect(typed?.loggingConfig).toBe('m');
  });

  it('come from the variable of the official entrypoint, too, and those of the command line are stronger', () => {
    const env = { JAVA_OPTS: `-Dhttp.proxyHost=env ${PROTOCOLS}=A -Dhttp.proxyPort=1` };
    expect(read(AGENT, env)).toMatchObject({
      options: { protocolsToTry: ['A'], http: { proxyVariables: { http_proxy: 'http://env:1' } } },
      warnings: [],
    });
    expect(read(['-Dhttp.proxyHost=typed', ...AGENT], env).options?.http.proxyVariables).toMatchObject({
      http_proxy: 'http://typed:1',
    });
    expect(read(AGENT, { JAVA_OPTS: '-Xmx1g -DproxyCredentials=u:p' }).warnings).toEqual([
      'Note: this agent runs without Java; JAVA_OPTS has no effect: -Xmx1g',
    ]);
  });

  it.each<[Record<string, string>, Record<string, string>]>([
    [{}, {}],
    [{ 'http.proxyPort': '1', 'http.nonProxyHosts': 'a' }, {}],
    [{ 'http.proxyHost': 'p' }, { http_proxy: 'http://p:80', proxy_host: 'http://p:80', no_proxy: '' }],
    [
      { 'https.proxyHost': 'p', 'https.proxyPort': '3128', 'http.nonProxyHosts': '*.local|10.*' },
      { https_proxy: 'http://p:3128', no_proxy: '*.local|10.*' },
    ],
  ])('%j are proxies', (properties, variables) => {
    expect(proxyVariables(new Map(Object.entries(properties)))).toEqual(variables);
  });
});
