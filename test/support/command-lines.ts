import type { AgentOptions } from '../../src/agent/life/options.js';
import { readCommandLine } from '../../src/cli/command-line.js';
import type { CommandLine } from '../../src/cli/command-line.js';
import { readEntrypointWords } from '../../src/cli/entrypoint.js';
import { readEnvironment } from '../../src/cli/environment.js';
import type { Environment } from '../../src/cli/environment.js';
import type { Program } from '../../src/cli/merge-environment.js';

const FILES: Readonly<Record<string, string>> = { '/run/secret': 'from-file\n', '/two': 'a\nb\n' };
export const readFile = (path: string) => FILES[path];

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

export function run(
  environment: Environment,
  words: readonly string[],
  program?: Program,
): { does: string; says: readonly string[] } {
  const { invocation, warnings } = read(environment, words, program);
  return { does: invocation.kind === 'run' ? summary(invocation.options) : invocation.kind, says: warnings };
}

export const URL = { JENKINS_URL: 'http://c' };
export const KUBERNETES = {
  ...URL,
  JENKINS_SECRET: 'sec',
  JENKINS_NAME: 'n1',
  JENKINS_AGENT_NAME: 'n1',
  JENKINS_AGENT_WORKDIR: '/w',
  REMOTING_OPTS: '-noReconnectAfter 1d',
};
export const POSITIONAL =
  'WARNING: Providing the secret and agent name as positional arguments is deprecated; use "-secret" and "-name" instead.';
export const DAY = 24 * 60 * 60 * 1000;

export interface Row {
  what: string;
  env: Environment;
  words?: string[];
  does: string;
  says?: string[];
}
