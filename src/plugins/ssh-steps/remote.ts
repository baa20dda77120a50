/** The `remote` of the steps: a map of the pipeline's, checked as the plugin does before anything is connected. */
import { mapEntries, unbox } from '../../serial/jdk.js';
import { JavaArray, JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { UnknownClassError, unknownClass } from '../../callables/unknown-class.js';
import type { SshProxy } from '../jsch/dial.js';
import { assertionError, illegalArgument } from './failure.js';

export interface Remote {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  /** The text of a key. */
  readonly identity: string | undefined;
  readonly identityFile: string | undefined;
  readonly passphrase: string;
  /** Whether the keys are those of the agent of this machine. */
  readonly agent: boolean;
  readonly agentForwarding: boolean;
  /** A file; undefined where any host is allowed. */
  readonly knownHosts: string | undefined;
  readonly gateway: Remote | undefined;
  readonly proxy: SshProxy | undefined;
  readonly timeoutSec: number;
  readonly retryCount: number;
  readonly retryWaitSec: number;
  readonly keepAliveSec: number;
  readonly pty: boolean;
  readonly encoding: string;
  /** Whether what is done is told. */
  readonly tells: boolean;
  /** Whether each line of output begins with the name. */
  readonly appendName: boolean;
}

/**
 * Reads a remote, and the gateways before it.
 * @throws JavaError java.lang.AssertionError or java.lang.IllegalArgumentException as the plugin, java.io.IOException for what only
 * the plugin itself can do
 */
export function readRemote(value: JavaValue): Remote {
  if (value === null) throw assertionError('remote is null or empty');
  const map = new Settings(value);
  if (map.isEmpty) throw assertionError('remote is null or empty');
  const name = map.text('name') ?? '';
  if (name === '') throw assertionError("a remote (or a gateway) is missing the required field 'name'");
  const [retryCount, retryWaitSec, keepAliveSec] = ['retryCount', 'retryWaitSec', 'keepAliveSec'].map((setting) => {
    const number = map.number(setting) ?? 0;
    if (number < 0) throw assertionError(`${setting} must be zero or positive (${name})`);
    return number;
  });
  const user = map.text('user') ?? '';
  if (user === '') throw assertionError(`user must be given (${name})`);
  const anyHost = map.flag('allowAnyHosts');
  const knownHosts = map.text('knownHosts') ?? '';
  if (!anyHost && knownHosts === '')
    throw illegalArgument(`SSH Steps: knownHosts must be provided when allowAnyHosts is false: ${name}`);
  const gateway = map.value('gateway');
  const host = map.text('host') ?? '';
  if (host === '') throw assertionError(`host must be given (${name})`);
  assertSupported(map);
  return {
    name,
    host,
    port: map.number('port') || 22,
    user,
    password: map.text('password') || undefined,
    identity: map.text('identity') || undefined,
    identityFile: map.text('identityFile') || undefined,
    passphrase: map.text('passphrase') ?? '',
    agent: map.flag('agent'),
    agentForwarding: map.flag('agentForwarding'),
    knownHosts: anyHost ? undefined : knownHosts,
    gateway: gateway === null ? undefined : readRemote(gateway),
    proxy: readProxy(map.value('proxy'), name),
    timeoutSec: map.number('timeoutSec') ?? 0,
    retryCount: retryCount ?? 0,
    retryWaitSec: retryWaitSec ?? 0,
    keepAliveSec: keepAliveSec || 60,
    pty: map.flag('pty'),
    encoding: map.text('encoding') || 'UTF-8',
    tells: (map.text('logLevel') ?? '') === '',
    appendName: map.flag('appendName'),
  };
}

/** What the library itself logs, and files by scp, are the plugin's own. */
function assertSupported(map: Settings): void {
  const level = map.text('logLevel') ?? '';
  if (level !== '' && level !== 'SEVERE' && level !== 'OFF') throw needsJava(`logLevel ${level}`);
  const method = map.text('fileTransfer') ?? '';
  if (method !== '' && method !== 'sftp') throw needsJava(`fileTransfer ${method}`);
}

function needsJava(setting: string): UnknownClassError {
  const className = 'org.jenkinsci.plugins.sshsteps.SSHService';
  return new UnknownClassError(className, `${className} with ${setting} is not known to this agent`);
}

function readProxy(value: JavaValue, remote: string): SshProxy | undefined {
  if (value === null) return undefined;
  const map = new Settings(value);
  const type = map.text('type') ?? '';
  if ((map.text('name') ?? '') === '') throw assertionError(` proxy name must be given (${remote})`);
  if (type !== 'HTTP' && type !== 'SOCKS')
    throw illegalArgument(`SSH Steps: Unsupported ProxyType ${type}. Supported types: HTTP, SOCKS.`);
  const [user, password] = [map.text('user') ?? '', map.text('password') ?? ''];
  const socks = map.number('socksVersion') === 4 ? 'socks4' : 'socks5';
  return {
    type: type === 'HTTP' ? 'http' : socks,
    host: map.text('host') ?? '',
    port: map.number('port') ?? (type === 'HTTP' ? 80 : 1080),
    ...(user !== '' && password !== '' && { user, password }),
  };
}

/** A map of Groovy's: its values are texts, with what they are made of, numbers, booleans and maps. */
class Settings {
  readonly #values: ReadonlyMap<string, JavaValue>;

  constructor(value: JavaValue) {
    this.#values = new Map(mapEntries(value).map(([key, mapped]) => [textOf(key), mapped]));
  }

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  value(name: string): JavaValue {
    return this.#values.get(name) ?? null;
  }

  text(name: string): string | null {
    const value = this.value(name);
    return value === null ? null : textOf(value);
  }

  number(name: string): number | null {
    const value = this.value(name);
    if (value === null) return null;
    const number = Number(textOf(value));
    if (Number.isFinite(number)) return number;
    throw illegalArgument(`SSH Steps: ${name} is no number`);
  }

  /** Groovy's truth. */
  flag(name: string): boolean {
    const text = this.text(name) ?? '';
    const value = this.value(name);
    return typeof value === 'string' ? text !== '' : text !== '' && text !== 'false' && text !== '0';
  }
}

const GSTRING = 'org.codehaus.groovy.runtime.GStringImpl';

/** Object.toString() of what such a map holds. @throws UnknownClassError for what it seldom does */
function textOf(value: JavaValue): string {
  if (typeof value === 'string') return value;
  if (value instanceof JavaObject && value.className === GSTRING) return gstring(value);
  if (value instanceof JavaObject && /^java\.lang\.(Boolean|Integer|Long|Short)$/.test(value.className))
    return String(unbox(value));
  throw unknownClass('a value of the remote', value);
}

/** GString {Object[] values} and GStringImpl {String[] strings}: one after the other in turn. */
function gstring(value: JavaObject): string {
  const [strings, values] = [value.get('strings'), value.get('values')].map((array) =>
    array instanceof JavaArray && Array.isArray(array.elements) ? array.elements : [],
  );
  return (strings ?? [])
    .map((text, at) => textOf(text) + (at < (values ?? []).length ? textOf(values?.[at] ?? 'null') : ''))
    .join('');
}
