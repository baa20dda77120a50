import { createHash } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { fingerprint } from '../../src/transport/fingerprint.js';

const forbidden = vi.hoisted(() => new Set<string>());

vi.mock('node:crypto', async (importOriginal) => {
  const crypto = await importOriginal<typeof import('node:crypto')>();
  return {
    ...crypto,
    createHash: (algorithm: string) => {
      // What Node says where OpenSSL runs in FIPS mode.
      if (forbidden.has(algorithm)) throw new Error('error:0308010C:digital envelope routines::unsupported');
      return crypto.createHash(algorithm);
    },
  };
});

afterEach(() => forbidden.clear());

const KEY = Buffer.from('a public key');

it('is the MD5 of the key, as KeyUtils.fingerprint of remoting prints it', () => {
  expect(fingerprint(KEY)).toBe(withColons('md5'));
  expect(fingerprint(KEY)).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
});

it('is the SHA-256, and says so, where the machine has no MD5', () => {
  forbidden.add('md5');
  expect(fingerprint(KEY)).toBe(`SHA-256 ${withColons('sha256')}`);
});

function withColons(algorithm: string): string {
  const [...bytes] = createHash(algorithm).update(KEY).digest();
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
