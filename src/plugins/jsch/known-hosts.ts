/** Files of known hosts (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): names as patterns or hashed, `[host]:port`, `@revoked`. */
import { createHmac } from 'node:crypto';

export interface KnownHost {
  readonly marker: string;
  /** Comma-separated patterns, or `|1|salt|hash`. */
  readonly hosts: string;
  /** `ssh-ed25519` and so on. */
  readonly type: string;
  readonly key: Buffer;
}

/** Lines that are none of such a file's are passed over, as ssh does. */
export function readKnownHosts(text: string): readonly KnownHost[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const marker = words[0]?.startsWith('@') ? (words.shift() ?? '') : '';
    const [hosts = '', type = '', key = ''] = words;
    if (hosts.startsWith('#') || key === '') return [];
    return [{ marker, hosts, type, key: Buffer.from(key, 'base64') }];
  });
}

/** How JSch writes a host with its port. */
export function hostWithPort(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

/** The types of the keys that are known of a host: what to ask the server for. */
export function knownTypes(entries: readonly KnownHost[], host: string, port: number): readonly string[] {
  return [...new Set(entriesFor(entries, host, port).flatMap(({ marker, type }) => (marker === '' ? [type] : [])))];
}

/**
 * Checks a server's key as JSch does with StrictHostKeyChecking.
 * @param key as the protocol has it
 * @returns what JSch says of a key that is refused, or null
 */
export function refusalOf(entries: readonly KnownHost[], host: string, port: number, key: Buffer): string | null {
  const found = entriesFor(entries, host, port);
  const name = hostWithPort(host, port);
  const type = key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1');
  const same = found.filter((entry) => entry.key.equals(key));
  if (same.some(({ marker }) => marker === '@revoked')) return `revoked HostKey: ${name}`;
  if (same.some(({ marker }) => marker === '')) return null;
  const changed = found.some((entry) => entry.marker === '' && entry.type === type);
  return changed ? `HostKey has been changed: ${name}` : `reject HostKey: ${name}`;
}

/** A port of its own may be left out of the file. */
function entriesFor(entries: readonly KnownHost[], host: string, port: number): readonly KnownHost[] {
  const exact = entries.filter(({ hosts }) => matches(hosts, hostWithPort(host, port)));
  return exact.length > 0 || port === 22 ? exact : entries.filter(({ hosts }) => matches(hosts, host));
}

function matches(hosts: string, name: string): boolean {
  const [, version, salt = '', hash = ''] = hosts.split('|');
  if (version === '1') {
    const digest = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
    return digest.equals(Buffer.from(hash, 'base64'));
  }
  const patterns = hosts.toLowerCase().split(',');
  const host = name.toLowerCase();
  const excluded = patterns.some((pattern) => pattern.startsWith('!') && fits(pattern.slice(1), host));
  return !excluded && patterns.some((pattern) => fits(pattern, host));
}

/** `*` stands for anything, `?` for one character; in time that grows with the product of the lengths. */
function fits(pattern: string, text: string): boolean {
  let [at, position] = [0, 0];
  let [star, after] = [-1, 0];
  while (position < text.length) {
    const char = pattern[at];
    if (char === '*') {
      star = at++;
      after = position;
    } else if (char === '?' || char === text[position]) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++after;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
