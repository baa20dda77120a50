/** A configured SSH server: BapSshHostConfiguration, and what of a publisher is SSH's own. */
import type { JavaObject } from '../../serial/model.js';
import { any, bool, int, nullableObj, nullableStr, obj, readShape } from '../../callables/shape.js';
import { secret } from '../../jenkins/secret.js';
import type { SshProxy } from '../jsch/dial.js';
import { trimmed } from '../publish-over/build-info.js';
import { knownPart } from '../publish-over/parts.js';
import type { Publisher, Transfer } from '../publish-over/publisher.js';

export interface Configuration {
  readonly name: string;
  /** The jump hosts, in their order, and the host. */
  readonly hosts: readonly string[];
  readonly port: number;
  readonly username: string | null;
  readonly key: KeyInfo;
  /** In milliseconds; 0 waits for ever. */
  readonly timeout: number;
  readonly remoteRootDir: string | null;
  readonly disableExec: boolean;
  readonly proxy: SshProxy | undefined;
}

/** BapSshKeyInfo: a key with its passphrase, or a password. */
export interface KeyInfo {
  readonly key: string | null;
  /** On the controller. */
  readonly keyPath: string | null;
  readonly passphrase: string | null;
}

/** What a transfer does beside sending files. */
export interface SshTransfer {
  readonly execCommand: string | null;
  /** In milliseconds; 0 waits for ever. */
  readonly execTimeout: number;
  readonly usePty: boolean;
  readonly useAgentForwarding: boolean;
  /** The command is a list of commands of sftp. */
  readonly useSftpForExec: boolean;
  readonly keepFilePermissions: boolean;
}

const HOST = {
  name: nullableStr,
  hostname: nullableStr,
  username: nullableStr,
  remoteRootDir: nullableStr,
  port: int,
  commonConfig: obj,
  timeout: int,
  overrideKey: bool,
  disableExec: bool,
  keyInfo: obj,
  jumpHost: nullableStr,
  proxyType: nullableStr,
  proxyHost: nullableStr,
  proxyPort: int,
  proxyUser: nullableStr,
  proxyPassword: nullableStr,
  secretProxyPassword: any,
};

const TRANSFER = {
  execCommand: nullableStr,
  execTimeout: int,
  usePty: bool,
  useAgentForwarding: bool,
  useSftpForExec: bool,
  keepFilePermissions: bool,
};

/** @throws JavaError java.io.IOException for a class that is not known */
export function readConfiguration(value: JavaObject, { credentials }: Publisher): Configuration {
  const host = readShape(value, HOST);
  const common = knownPart(host.commonConfig, 'the SSH configuration');
  const own = knownPart(host.keyInfo, 'the key');
  const user = credentials && readShape(credentials, { username: nullableStr });
  return {
    name: unescaped(host.name ?? 'null'),
    hosts: [...jumpHosts(host.jumpHost), host.hostname?.trim() ?? ''],
    port: host.port,
    username: user ? user.username : host.username,
    key: readKey(credentials ?? (host.overrideKey ? own : common)),
    timeout: host.timeout,
    remoteRootDir: host.remoteRootDir,
    disableExec: host.disableExec || common.get('disableAllExec') === true,
    proxy: readProxy(
      host.proxyType,
      host.proxyHost,
      host.proxyPort,
      host.proxyUser,
      secret(host.secretProxyPassword) ?? host.proxyPassword,
    ),
  };
}

export function readTransfer({ object }: Transfer): SshTransfer {
  return readShape(object, TRANSFER);
}

export function hasExecCommand({ execCommand }: SshTransfer): boolean {
  return trimmed(execCommand) !== null;
}

function readKey(value: JavaObject): KeyInfo {
  const { key, keyPath, secretPassphrase, passphrase } = readShape(value, {
    key: nullableStr,
    keyPath: nullableStr,
    secretPassphrase: nullableObj,
    passphrase: nullableStr,
  });
  return {
    key: trimmed(key) === null ? null : key,
    keyPath: trimmed(keyPath),
    passphrase: secret(secretPassphrase) ?? passphrase,
  };
}

function jumpHosts(list: string | null): string[] {
  return (list ?? '').split(/[ ;,]/).filter((host) => host.trim() !== '');
}

const PROXY_TYPES = ['http', 'socks4', 'socks5'] as const;

function readProxy(
  type: string | null,
  host: string | null,
  port: number,
  user: string | null,
  password: string | null,
): SshProxy | undefined {
  const known = PROXY_TYPES.find((one) => one === type);
  if (known === undefined || (host ?? '') === '') return undefined;
  const login = (user ?? '') !== '' && (password ?? '') !== '';
  return { type: known, host: host ?? '', port, ...(login && { user: user ?? '', password: password ?? '' }) };
}

/** StringEscapeUtils.unescapeJavaScript: the form of the configuration escapes names. */
function unescaped(text: string): string {
  return text.replace(/\\u([0-9A-Fa-f]{4})|\\(.)/gs, (_whole, code: string | undefined, char: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return CONTROL[char] ?? char;
  });
}

const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', b: '\b' };
