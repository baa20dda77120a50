/**
 * Options for a Java virtual machine, in front of the agent's own: a command line for `java -jar agent.jar` means the same to
 * this agent. It has no such machine; of system properties, those that change how the official agent connects count here too.
 */
import { basename } from 'node:path';
import type { OptionValues } from './option-table.js';

export interface JavaOptions {
  /** System properties that count here, by name. */
  readonly properties: ReadonlyMap<string, string>;
  /** Names of the options that have no effect. Values may be secret. */
  readonly idle: readonly string[];
}

/** Classes that a controller's plugins start by name; both read the same words. */
const MAIN_CLASSES: ReadonlySet<string> = new Set(['hudson.remoting.jnlp.Main', 'hudson.remoting.Launcher']);

const SPELLING =
  /^(?:-[DX].+|-javaagent:.+|-agent(?:lib|path):.+|-[ed]s?a(?::.+)?|-(?:en|dis)able(?:system)?assertions(?::.+)?|-(?:server|client|d32|d64|showversion)|-verbose(?::.+)?|--(?:add-[a-z]+|enable-[a-z-]+|illegal-[a-z-]+|module-path|class-path)(?:=.*)?|-splash:.+)$/;
/** Their value is the next word when none is attached. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  '-cp',
  '-classpath',
  '--class-path',
  '-p',
  '--module-path',
  '--add-opens',
  '--add-exports',
  '--add-reads',
  '--add-modules',
  '--enable-native-access',
]);

const PROXY_CREDENTIALS = 'proxyCredentials';
const LOGGING_CONFIG = 'java.util.logging.config.file';
const PROTOCOLS = 'org.jenkinsci.remoting.engine.JnlpAgentEndpointResolver.protocolNamesToTry';
const PROXIES = ['http.proxyHost', 'http.proxyPort', 'https.proxyHost', 'https.proxyPort', 'http.nonProxyHosts'];
const COUNTING: ReadonlySet<string> = new Set([PROXY_CREDENTIALS, LOGGING_CONFIG, PROTOCOLS, ...PROXIES]);

export interface JavaWords extends JavaOptions {
  /** The agent's own. */
  readonly words: readonly string[];
  /** Whether they were preceded by what starts the official agent: `-jar FILE`, or a class. */
  readonly startsAgent: boolean;
}

/** Takes `[java] [options] [-jar FILE]` or `[java] [options] CLASS` away from the front of a command line. */
export function takeJavaWords(words: readonly string[]): JavaWords {
  const [first, ...others] = words;
  if (first !== undefined && /^java(?:\.exe)?$/.test(basename(first))) {
    const inner = takeJavaWords(others);
    if (inner.startsAgent) return inner;
  }
  const options: string[] = [];
  let startsAgent = false;
  let at = 0;
  for (; at < words.length && !startsAgent; at++) {
    const word = words[at] ?? '';
    if (word === '-jar' && at + 1 < words.length) at++;
    else if (WITH_VALUE.has(word)) at++;
    else if (SPELLING.test(word)) options.push(word);
    else if (!MAIN_CLASSES.has(word)) break;
    startsAgent = word === '-jar' || MAIN_CLASSES.has(word);
  }
  return { words: words.slice(at), startsAgent, ...readJavaOptions(options) };
}

/** Sorts options for Java by whether they count here. Of two equal properties the last wins. */
export function readJavaOptions(options: readonly string[]): JavaOptions {
  const properties = new Map<string, string>();
  const idle: string[] = [];
  for (const option of options) {
    const [name = '', value = ''] = option.split(/=(.*)/s);
    if (COUNTING.has(name.slice('-D'.length)) && name.startsWith('-D')) properties.set(name.slice('-D'.length), value);
    else idle.push(name);
  }
  return { properties, idle };
}

/** What system properties say that options say as well. */
export function optionsOf(properties: ReadonlyMap<string, string>): OptionValues {
  const [proxyCredentials, loggingConfig] = [properties.get(PROXY_CREDENTIALS), properties.get(LOGGING_CONFIG)];
  return {
    ...(proxyCredentials === undefined ? {} : { proxyCredentials }),
    ...(loggingConfig === undefined ? {} : { loggingConfig }),
  };
}

/** The protocols to try whatever the controller offers. */
export function protocolsOf(properties: ReadonlyMap<string, string>): readonly string[] | undefined {
  return properties
    .get(PROTOCOLS)
    ?.split(',')
    .map((name) => name.trim());
}

/**
 * The proxies of system properties, as the environment variables that say the same: where there are any, the environment's own
 * do not count, nor do its exceptions (java.net.ProxySelector).
 */
export function proxyVariables(properties: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const server = (scheme: 'http' | 'https', defaultPort: number): string => {
    const [host, port] = [properties.get(`${scheme}.proxyHost`), properties.get(`${scheme}.proxyPort`)];
    return host === undefined || host === '' ? '' : `http://${host}:${port ?? defaultPort}`;
  };
  const [http, https] = [server('http', 80), server('https', 443)];
  if (http === '' && https === '') return {};
  const exceptions = properties.get('http.nonProxyHosts') ?? '';
  return {
    ...(http === '' ? {} : { http_proxy: http, proxy_host: http }),
    ...(https === '' ? {} : { https_proxy: https }),
    no_proxy: exceptions,
  };
}
