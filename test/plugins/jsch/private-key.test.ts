/** Keys as ssh-keygen and openssl make them, each good enough for a real sshd. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPrivateKey } from '../../../src/plugins/jsch/private-key.js';
import { scratch } from '../../os/files/scratch.js';
import { SshServer } from '../git-client/support/ssh-server.js';
import { openSession } from '../../../src/plugins/jsch/session.js';

const PASSPHRASE = 'pass phrase "ü';

/** What ssh-keygen makes, with its public half. */
function keygen(...options: string[]): { key: string; publicKey: string } {
  const file = join(scratch(), 'key');
  execFileSync('ssh-keygen', ['-q', '-C', 'test', '-f', file, ...options]);
  return { key: readFileSync(file, 'utf8'), publicKey: readFileSync(`${file}.pub`, 'utf8') };
}

/** The same key as PKCS #8, encrypted where there is a passphrase. */
function pkcs8(pem: string, passphrase: string): string {
  const file = join(scratch(), 'pem');
  writeFileSync(file, pem);
  const encryption = passphrase === '' ? ['-nocrypt'] : ['-v2', 'aes-256-cbc', '-passout', `pass:${passphrase}`];
  return execFileSync('openssl', ['pkcs8', '-topk8', '-in', file, ...encryption], { encoding: 'utf8' });
}

const KINDS: readonly (readonly [string, ...string[]])[] = [
  ['ed25519'],
  ['rsa', '-b', '2048'],
  ['rsa', '-b', '2048', '-m', 'PEM'],
  ['ecdsa', '-b', '256'],
  ['ecdsa', '-b', '521', '-m', 'PEM'],
];

it.each(KINDS)('reads a key of the kind %s %s %s %s %s, with and without a passphrase', async (type, ...options) => {
  for (const passphrase of ['', PASSPHRASE]) {
    const { key, publicKey } = keygen('-t', type, '-N', passphrase, ...options);
    const read = await readPrivateKey(key.replaceAll('\n', '\r\n').trim(), passphrase);
    expect(read.getPublicSSH().toString('base64')).toBe(publicKey.split(' ')[1]);
    if (passphrase === '') continue;
    const refused = 'USERAUTH fail: the passphrase of the key is missing or wrong';
    await expect(readPrivateKey(key, 'wrong')).rejects.toThrow(refused);
    await expect(readPrivateKey(key, '')).rejects.toThrow(refused);
  }
});

it('reads PKCS #8', async () => {
  for (const [type, bits] of [
    ['rsa', '2048'],
    ['ecdsa', '384'],
  ]) {
    const { key, publicKey } = keygen('-t', type ?? '', '-b', bits ?? '', '-N', '', '-m', 'PEM');
    for (const passphrase of ['', 'secret']) {
      const read = await readPrivateKey(pkcs8(key, passphrase), passphrase);
      expect(read.getPublicSSH().toString('base64')).toBe(publicKey.split(' ')[1]);
    }
    await expect(readPrivateKey(pkcs8(key, 'secret'), 'wrong')).rejects.toThrow('USERAUTH fail');
  }
});

it('logs in with an ed25519 key of openssl', async () => {
  const directory = scratch();
  const key = execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519'], { encoding: 'utf8' });
  const server = await SshServer.start(join(directory, 'sshd'));
  const read = await readPrivateKey(key, '');
  writeFileSync(join(directory, 'sshd/authorized'), `ssh-ed25519 ${read.getPublicSSH().toString('base64')} openssl\n`);
  const session = await openSession({
    host: '127.0.0.1',
    port: server.port,
    user: server.user,
    methods: ['publickey'],
    key: read,
    timeout: 10_000,
    signal: new AbortController().signal,
  });
  session.close();
  await server.close();
});

it('refuses what is no private key, and tells none of it', async () => {
  const { publicKey } = keygen('-t', 'ed25519', '-N', '');
  for (const text of ['', 'nonsense', publicKey, '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'])
    await expect(readPrivateKey(text, '')).rejects.toThrow(/^invalid privatekey$/);
});
