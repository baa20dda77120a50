/** What was typed behind `agent swarm`, in its file and in the environment becomes one value. */
import { lookup, lookupService } from 'node:dns/promises';
import { availableParallelism, hostname } from 'node:os';
import { resolve } from 'node:path';
import type { BackOff, SwarmOptions } from '../../agent/swarm/options.js';
import type { SwarmParts } from '../../agent/swarm/run-swarm.js';
import { Secret } from '../../agent/life/secret.js';
import { withoutLogin } from '../../endpoint/url-login.js';
import { agentOptions, parseWords } from '../agent-options.js';
import { canonicalWords, scanArgv } from '../argv.js';
import type { Occurrence } from '../argv.js';
import { expandAtFiles } from '../at-files.js';
import { readEnvironment } from '../environment.js';
import { headersOf } from '../identity.js';
import { combinable } from '../merge-environment.js';
import type { OptionSpec } from '../option-spec.js';
import { didYouMean } from '../nearest.js';
import { findOption, OPTIONS } from '../option-table.js';
import type { OptionKey, OptionValues } from '../option-table.js';
import { checkRules } from '../rules.js';
import type { SubcommandContext } from '../subcommands.js';
import { UsageError } from '../usage-error.js';
import { SWARM_OPTIONS } from './option-specs.js';
import { swarmConfigWords } from './swarm-config.js';

type Context = Pick<SubcommandContext, 'environment' | 'readFile'>;

/** What says who an agent is is told by the controller; and there is a connection, or none. */
const NOT_HERE: ReadonlySet<string> = new Set([
  ...['secret', 'direct', 'instanceIdentity', 'protocols', 'jnlpUrl', 'stdio', 'text', 'tcp', 'connectTo'],
  ...['noReconnect', 'noReconnectAfter', 'credentials', 'config', 'version', 'verbose', 'help'],
]);

const BY_SPELLING: ReadonlyMap<string, OptionSpec> = new Map(
  SWARM_OPTIONS.flatMap((spec: OptionSpec) =>
    [spec.name, ...(spec.aliases ?? []), ...spec.gnu].map((spelling) => [spelling, spec] as const),
  ),
);

function findSwarmOption(spelling: string): OptionSpec | undefined {
  const own = BY_SPELLING.get(spelling);
  if (own) return own;
  const agents = findOption(spelling === '-master' ? '-url' : spelling);
  return agents && !NOT_HERE.has(agents.key) ? agents : undefined;
}

function spellings(): string[] {
  const agents: readonly OptionSpec[] = OPTIONS.filter(({ key }) => !NOT_HERE.has(key));
  return [...BY_SPELLING.keys(), ...agents.flatMap(({ name, aliases = [], gnu }) => [name, ...aliases, ...gnu])];
}

/**
 * @param words behind the command's name
 * @throws UsageError
 */
export async function readSwarm(words: readonly string[], context: Context): Promise<SwarmParts> {
  const { own, agent } = await readWords(words, context);
  const urls = agent.urls ?? [];
  const [url] = urls;
  if (url === undefined) throw new UsageError('agent swarm: give the controller with "-url"');
  if (urls.length > 1) throw new UsageError('agent swarm: only a single URL is supported');
  const place = withoutLogin(url.endsWith('/') ? url : `${url}/`);
  const login = readLogin(own, context, place.login);
  const fsroot = resolve(own.text('fsroot') ?? '.');
  const options: SwarmOptions = {
    root: place.url,
    login,
    name: agent.name ?? (await canonicalName()),
    description: own.text('description'),
    labels: own.list('labels').flatMap((text) => text.split(/\s+/).filter((label) => label !== '')),
    labelsFile: own.text('labelsFile'),
    fsroot,
    executors: Number(own.text('executors') ?? availableParallelism()),
    mode: own.text('mode')?.toLowerCase() === 'exclusive' ? 'exclusive' : 'normal',
    toolLocations: own.list('toolLocations').map(pairOf),
    environment: own.list('environment').map(pairOf),
    isUnique: !own.isOn('disableClientsUniqueId'),
    deleteExisting: own.isOn('deleteExistingClients'),
    keepDisconnected: own.isOn('keepDisconnectedClients'),
    retry: {
      limit: limitOf(own.text('retry')),
      backOff: (own.text('retryBackOffStrategy')?.toLowerCase() ?? 'none') as BackOff,
      interval: Number(own.text('retryInterval') ?? 10),
      maxInterval: Number(own.text('maxRetryInterval') ?? 60),
      onceConnected: own.isOn('noRetryAfterConnected'),
    },
  };
  const values: OptionValues = {
    ...agent,
    urls: [place.url],
    noReconnect: true,
    ...(own.isOn('disableWorkDir') ? {} : { workDir: agent.workDir ?? fsroot }),
    ...(own.isOn('disableSslVerification') ? { noCertificateCheck: true } : {}),
    // As the swarm client has it: over WebSocket nothing but the secret is asked for.
    ...(login === undefined || agent.webSocket ? {} : { credentials: login.reveal() }),
    ...drainLogin(agent, login),
    ...(own.text('prometheusPort') === undefined ? {} : { health: `0.0.0.0:${own.text('prometheusPort')}` }),
  };
  checkRules(new Set(Object.keys({ ...values, name: '', secret: '' }) as OptionKey[]));
  const inbound = (name: string, secret: string) => {
    const made = agentOptions({ ...values, name, secret });
    if (made.kind !== 'inbound') throw new Error(`a swarm agent is not ${made.kind}`);
    return made;
  };
  const { operating, http } = inbound(options.name, '0');
  return {
    options,
    operating,
    http,
    headers: agent.webSocket ? headersOf(agent.webSocketHeaders ?? []) : {},
    agent: ({ name, secret }) => inbound(name, secret.reveal()),
  };
}

/** Values of the swarm client's own options. */
class OwnValues {
  constructor(private readonly occurrences: readonly Occurrence[]) {}

  text(key: SwarmKey): string | undefined {
    return this.list(key).at(-1);
  }

  list(key: SwarmKey): string[] {
    return this.occurrences.flatMap(({ spec, value }) => (spec.key === key && value !== undefined ? [value] : []));
  }

  isOn(key: SwarmKey): boolean {
    return this.occurrences.some(({ spec }) => spec.key === key);
  }
}

type SwarmKey = (typeof SWARM_OPTIONS)[number]['key'];

async function readWords(
  words: readonly string[],
  { environment, readFile }: Context,
): Promise<{ own: OwnValues; agent: OptionValues }> {
  const meant = (name: string): string => didYouMean(name, spellings());
  const scan = (list: readonly string[]) => scanArgv(expandAtFiles(list, readFile), findSwarmOption, meant);
  const typed = scan(words);
  const config = new OwnValues(typed.occurrences).text('config');
  const text = config === undefined ? '' : readFile(config);
  if (text === undefined) throw new UsageError(`No such file: ${config}`);
  const fromFile = config === undefined ? [] : await swarmConfigWords(text, config, findSwarmOption);
  const { occurrences, positionals } = scan([...fromFile, ...words]);
  const [extra] = positionals;
  if (extra !== undefined) throw new UsageError('agent swarm takes options only');
  const isOwn = ({ spec }: Occurrence): boolean => BY_SPELLING.get(spec.name) === spec;
  const agents = occurrences.filter((occurrence) => !isOwn(occurrence));
  const given = parseWords(canonicalWords({ occurrences: agents, positionals: [] })).values;
  const fromEnvironment = Object.entries(readEnvironment(environment, readFile).values);
  const beneath = Object.fromEntries(fromEnvironment.filter(([key]) => !NOT_HERE.has(key))) as OptionValues;
  return { own: new OwnValues(occurrences.filter(isOwn)), agent: { ...combinable(beneath, given), ...given } };
}

/** @throws UsageError for a user without a token, or a token without a user */
function readLogin(own: OwnValues, { environment, readFile }: Context, inUrl: string | undefined): Secret | undefined {
  const user = own.text('username') ?? environment['JENKINS_SWARM_USERNAME']?.trim();
  const password = own.text('password') ?? passwordElsewhere(own, environment, readFile);
  if (user === undefined && password === undefined) return inUrl === undefined ? undefined : new Secret(inUrl);
  if (user === undefined || user === '')
    throw new UsageError('agent swarm: give the user of the token with "-username"');
  if (password === undefined || password === '') {
    throw new UsageError('agent swarm: give an API token of that user with "-password @FILE"');
  }
  return new Secret(`${user}:${password}`);
}

function passwordElsewhere(
  own: OwnValues,
  environment: NodeJS.ProcessEnv,
  readFile: Context['readFile'],
): string | undefined {
  const variable = own.text('passwordEnvVariable') ?? 'JENKINS_SWARM_PASSWORD';
  const value = environment[variable]?.trim();
  if (own.text('passwordEnvVariable') !== undefined && value === undefined) {
    throw new UsageError(`"-passwordEnvVariable": there is no variable ${variable}`);
  }
  // Builds start from what is left.
  Reflect.deleteProperty(environment, variable);
  const file = own.text('passwordFile') ?? environment['JENKINS_SWARM_PASSWORD_FILE']?.trim();
  if (value !== undefined && value !== '' && !value.startsWith('@')) return value;
  const path = value?.startsWith('@') ? value.slice(1) : file;
  if (path === undefined || path === '') return undefined;
  const text = readFile(path);
  if (text === undefined) throw new UsageError(`No such file: ${path}`);
  return text.trim();
}

/** Who made the node may see what it builds, and often mark it. */
function drainLogin({ drainCredentials, drainTimeout, once, idleTimeout }: OptionValues, login: Secret | undefined) {
  const isAsked = drainTimeout !== undefined || once === true || idleTimeout !== undefined;
  if (drainCredentials !== undefined || login === undefined || !isAsked) return {};
  return { drainCredentials: login.reveal() };
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Less than none is without end. */
function limitOf(text: string | undefined): number | undefined {
  return text === undefined || Number(text) < 0 ? undefined : Number(text);
}

/** java.net.InetAddress.getCanonicalHostName: what the name service calls this machine, if it knows it. */
async function canonicalName(): Promise<string> {
  const own = hostname();
  try {
    const { address } = await lookup(own);
    return (await lookupService(address, 0)).hostname;
  } catch {
    // A machine that no name service knows has its own name.
    return own;
  }
}
