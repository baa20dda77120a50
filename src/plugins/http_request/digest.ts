/**
 * Answers to Digest challenges (RFC 7616), as Apache's client gives them. Ours, because undici has none, and what servers of
 * long ago accept is the parameters, their quotes and their order of that client.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Challenge } from './challenge.js';

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Algorithm of a challenge -> hash. */
const HASHES: Readonly<Record<string, string>> = {
  md5: 'md5',
  'md5-sess': 'md5',
  'sha-256': 'sha256',
  'sha-256-sess': 'sha256',
  'sha-512-256': 'sha512-256',
  'sha-512-256-sess': 'sha512-256',
};

/** Whether a challenge can be answered. */
export function canAnswer({ parameters }: Challenge): boolean {
  const qops = qopsOf(parameters);
  const known = qops.length === 0 || qops.includes('auth') || qops.includes('auth-int');
  return algorithmOf(parameters).toLowerCase() in HASHES && parameters.has('realm') && parameters.has('nonce') && known;
}

/**
 * Value of an Authorization header.
 * @param count how many answers the same nonce has got, with this one
 * @param body asked for when the server wants the body to be covered, and nothing less
 */
export async function digestAuthorization(
  { parameters }: Challenge,
  { username, password }: Login,
  method: string,
  uri: string,
  count: number,
  body: () => AsyncIterable<Buffer>,
): Promise<string> {
  const realm = parameters.get('realm') ?? '';
  const nonce = parameters.get('nonce') ?? '';
  const algorithm = algorithmOf(parameters);
  const hash = HASHES[algorithm.toLowerCase()] ?? '';
  const digest = (text: string) => createHash(hash).update(text).digest('hex');
  const cnonce = randomBytes(16).toString('hex');
  const nc = count.toString(16).padStart(8, '0');
  const qops = qopsOf(parameters);
  const qop = qops.includes('auth') ? 'auth' : qops.includes('auth-int') ? 'auth-int' : null;
  const bodyHash = createHash(hash);
  if (qop === 'auth-int') for await (const chunk of body()) bodyHash.update(chunk);
  const session = algorithm.toLowerCase().endsWith('-sess');
  const user = digest(`${username}:${realm}:${password}`);
  const a1 = session ? digest(`${user}:${nonce}:${cnonce}`) : user;
  const a2 = digest(`${method}:${uri}${qop === 'auth-int' ? `:${bodyHash.digest('hex')}` : ''}`);
  const response = digest(qop === null ? `${a1}:${nonce}:${a2}` : `${a1}:${nonce}:${nc}:${cnonce}:${qop}:${a2}`);
  const opaque = parameters.get('opaque');
  const fields = [
    `username="${quoted(username)}"`,
    `realm="${quoted(realm)}"`,
    `nonce="${quoted(nonce)}"`,
    `uri="${quoted(uri)}"`,
    `response="${response}"`,
    ...(qop === null ? [] : [`qop=${qop}`, `nc=${nc}`, `cnonce="${cnonce}"`]),
    `algorithm=${algorithm}`,
    ...(opaque === undefined ? [] : [`opaque="${quoted(opaque)}"`]),
  ];
  return `Digest ${fields.join(', ')}`;
}

function algorithmOf(parameters: ReadonlyMap<string, string>): string {
  return parameters.get('algorithm') ?? 'MD5';
}

function qopsOf(parameters: ReadonlyMap<string, string>): string[] {
  return (parameters.get('qop') ?? '').split(/[\s,]+/).filter((qop) => qop !== '');
}

function quoted(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
