/** Private keys in the forms that JSch reads: PEM of OpenSSL (PKCS #1, SEC 1, PKCS #8), OpenSSH's own, PuTTY's. */
import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import { JSchFailure, messageOf } from './failures.js';
import { ssh2Library } from './library.js';
import { sshString, uint32 } from './ssh-fields.js';

/**
 * Reads a key.
 * @param passphrase empty for none
 * @throws JSchFailure in JSch's words, without a byte of the key
 */
export async function readPrivateKey(text: string, passphrase: string): Promise<ParsedKey> {
  const { utils } = await ssh2Library();
  // What was pasted into a form may have lost its last line's end, and have the form's.
  const pem = `${text.replace(/\r\n?/g, '\n').trim()}\n`;
  const key = /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(pem) ? fromPkcs8(pem, passphrase) : pem;
  const parsed = utils.parseKey(key, passphrase === '' ? undefined : passphrase);
  if (parsed instanceof Error) throw refused(messageOf(parsed));
  const one = Array.isArray(parsed) ? (parsed as ParsedKey[])[0] : parsed;
  if (one === undefined || !one.isPrivateKey()) throw new JSchFailure('invalid privatekey');
  return one;
}

/** JSch takes an identity that stays encrypted, and fails when it is to be used. */
function refused(reason: string): JSchFailure {
  if (/passphrase|decrypt/i.test(reason))
    return new JSchFailure('USERAUTH fail: the passphrase of the key is missing or wrong');
  return new JSchFailure('invalid privatekey');
}

/** PKCS #8 is not for ssh2: the same key in a form that is. */
function fromPkcs8(pem: string, passphrase: string): string {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, passphrase });
  } catch {
    throw refused(pem.includes('ENCRYPTED') ? 'decrypt' : 'format');
  }
  if (key.asymmetricKeyType === 'rsa') return key.export({ format: 'pem', type: 'pkcs1' }) as string;
  if (key.asymmetricKeyType === 'ec') return key.export({ format: 'pem', type: 'sec1' }) as string;
  if (key.asymmetricKeyType === 'ed25519') return openSshEd25519(key);
  throw new JSchFailure(`invalid privatekey: keys of the kind ${String(key.asymmetricKeyType)} are not for SSH`);
}

/** PROTOCOL.key of OpenSSH, without encryption. */
function openSshEd25519(key: KeyObject): string {
  const { d = '', x = '' } = key.export({ format: 'jwk' });
  const [seed, point] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')];
  const type = sshString('ssh-ed25519');
  const secret = Buffer.concat([
    uint32(0),
    uint32(0),
    type,
    sshString(point),
    sshString(Buffer.concat([seed, point])),
    sshString(''),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, at) => at + 1));
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    sshString('none'),
    sshString('none'),
    sshString(''),
    uint32(1),
    sshString(Buffer.concat([type, sshString(point)])),
    sshString(Buffer.concat([secret, padding])),
  ]);
  const lines = whole.toString('base64').replace(/(.{70})/g, '$1\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
