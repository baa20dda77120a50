/** From option values to what the agent works with; which of its modes they choose. */
import { parseDuration } from '../agent/life/duration.js';
import { parseAddress } from '../agent/operate/health/address.js';
import { LOG_FORMATS } from '../agent/log/log-format.js';
import { thresholdNamed } from '../agent/log/log-levels.js';
import type { JavaOptions } from '../bridge/options.js';
import type {
  AgentOptions,
  CommonOptions,
  InboundOptions,
  OperatingOptions,
  WorkDirectoryOptions,
} from '../agent/life/options.js';
import { Secret } from '../agent/life/secret.js';
import { withoutLogin } from '../endpoint/url-login.js';
import { canonicalWords, scanArgv } from './argv.js';
import { parseCanonical } from './commander.js';
import { foldPositionals, inboundIdentity } from './identity.js';
import { protocolsOf, proxyVariables } from './java-options.js';
import { endingOptions } from './ending-options.js';
import type { OptionKey, OptionValues } from './option-table.js';
import { checkRules } from './rules.js';

/**
 * Chooses the mode as the official agent does: -connectTo, then inbound, then -tcp, otherwise standard input and output.
 * @throws UsageError
 */
export function agentOptions(values: OptionValues, properties: ReadonlyMap<string, string> = new Map()): AgentOptions {
  const common = commonOptions(values, properties);
  const { connectTo, jnlpUrl, tcp, text = false } = values;
  if (connectTo !== undefined) return { ...common, kind: 'tcpClient', text, target: connectTo };
  if (jnlpUrl !== undefined) {
    const secret = values.secret === undefined ? undefined : new Secret(values.secret);
    const { url, login } = withoutLogin(jnlpUrl);
    const merge = (words: readonly string[]): InboundOptions => mergeJnlp(common, values, words);
    return { ...common, kind: 'jnlp', jnlpUrl: url, login: secretOf(login), secret, merge };
  }
  if (values.urls !== undefined || values.direct !== undefined) {
    return { ...common, kind: 'inbound', identity: inboundIdentity(values) };
  }
  if (tcp !== undefined) return { ...common, kind: 'tcpServer', text, target: tcp };
  return { ...common, kind: 'stdio', text, target: undefined };
}

export interface ParsedWords {
  readonly values: OptionValues;
  readonly positionals: readonly string[];
}

/** Reads words whose @files, if any are allowed, have been expanded; each word by itself. @throws UsageError */
export function parseWords(words: readonly string[]): ParsedWords {
  return parseCanonical(canonicalWords(scanArgv(words)));
}

/** The same for words that are all there is: also what excludes and requires what is checked. @throws UsageError */
function readValues(words: readonly string[]): ParsedWords {
  const parsed = parseWords(words);
  checkRules(new Set(Object.keys(parsed.values) as OptionKey[]));
  return parsed;
}

/** What of the local options is read again behind a JNLP file's arguments, so that it wins over them. */
const ADDED_TO_JNLP = [
  'tunnel',
  'credentials',
  'proxyCredentials',
  'noKeepAlive',
  'workDir',
  'internalDir',
  'failIfWorkDirIsMissing',
  'certificates',
  'noCertificateCheck',
] as const satisfies readonly OptionKey[];

/**
 * A JNLP file's arguments are a command line, completed with local options. What it tells is which agent this is, where its
 * controller is and where to work; everything else stays as it was given locally. A word `@FILE` in it is no file of ours.
 */
function mergeJnlp(common: CommonOptions, local: OptionValues, fileArguments: readonly string[]): InboundOptions {
  const file = jnlpValues(local, fileArguments);
  return {
    ...common,
    kind: 'inbound',
    identity: inboundIdentity(file),
    workDirectory: workDirectory(local) ?? workDirectory(file),
  };
}

/** What a JNLP file's arguments say, completed with local options. @throws UsageError */
export function jnlpValues(local: OptionValues, fileArguments: readonly string[]): OptionValues {
  const told = readValues(fileArguments);
  const added = Object.fromEntries(
    ADDED_TO_JNLP.filter((key) => local[key] !== undefined).map((key) => [key, local[key]]),
  ) as OptionValues;
  const file: OptionValues = { ...foldPositionals(told.values, told.positionals), ...added };
  checkRules(new Set(Object.keys(file) as OptionKey[]));
  return file;
}

function commonOptions(values: OptionValues, properties: ReadonlyMap<string, string>): CommonOptions {
  return {
    operating: operatingOptions(values),
    workDirectory: workDirectory(values),
    agentLog: values.agentLog,
    loggingConfig: values.loggingConfig,
    jarCache: values.jarCache,
    java: javaOptions(values),
    http: {
      credentials: secretOf(values.credentials),
      proxyCredentials: secretOf(values.proxyCredentials),
      certificates: values.certificates ?? [],
      noCertificateCheck: values.noCertificateCheck ?? false,
      proxyVariables: proxyVariables(properties),
    },
    drainCredentials: secretOf(values.drainCredentials),
    keepAlive: values.noKeepAlive !== true,
    noReconnect: values.noReconnect ?? false,
    noReconnectAfter: values.noReconnectAfter === undefined ? undefined : parseDuration(values.noReconnectAfter),
    remotingVersion: values.remotingVersion,
    protocolsToTry: protocolsOf(properties),
  };
}

function javaOptions(values: OptionValues): JavaOptions {
  const { java = 'auto', javaOptions = '', javaMemory = DEFAULT_JAVA_MEMORY, javaIdle, javaAgentJar } = values;
  return {
    java,
    arguments: javaOptions.split(/\s+/).filter((word) => word !== ''),
    memory: javaMemory,
    idleMs: javaIdle === undefined ? DEFAULT_JAVA_IDLE_MS : parseDuration(javaIdle),
    agentJar: javaAgentJar,
  };
}

const DEFAULT_JAVA_MEMORY = '512m';
const DEFAULT_JAVA_IDLE_MS = 5 * 60_000;

function operatingOptions(values: OptionValues): OperatingOptions {
  const { logFormat, logLevel, pidFile, audit, health } = values;
  return {
    logFormat: LOG_FORMATS.find((format) => format === logFormat) ?? 'official',
    logLevel: logLevel === undefined ? undefined : thresholdNamed(logLevel.toUpperCase()),
    pidFile,
    audit,
    health: health === undefined ? undefined : parseAddress(health),
    ...endingOptions(values),
  };
}

function workDirectory(values: OptionValues): WorkDirectoryOptions | undefined {
  const { workDir, internalDir = 'remoting', failIfWorkDirIsMissing = false } = values;
  return workDir === undefined ? undefined : { path: workDir, internalDir, failIfMissing: failIfWorkDirIsMissing };
}

function secretOf(value: string | undefined): Secret | undefined {
  return value === undefined ? undefined : new Secret(value);
}
