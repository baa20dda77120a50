import { createSecureContext } from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import { issueCertificate } from '../../../tools/controller/certificate.js';
import { createRsaKeys } from '../../../tools/controller/rsa-keys.js';

const { firstByte } = vi.hoisted(() => ({ firstByte: { value: 0 } }));
vi.mock('node:crypto', async (original) => ({
  ...(await original<typeof import('node:crypto')>()),
  randomBytes: (length: number) => Buffer.alloc(length, firstByte.value),
}));

describe('a certificate of the embedded controller', () => {
  it.each([0x00, 0x7f, 0x80, 0xff])('is one that OpenSSL takes when its number is made of %i', async (value) => {
    firstByte.value = value;
    const keys = await createRsaKeys();
    const cert = await issueCertificate({ subject: 'controller', publicKeyOf: keys, signedBy: keys });
    expect(() => createSecureContext({ key: keys.privateKeyPem, cert })).not.toThrow();
  });
});
