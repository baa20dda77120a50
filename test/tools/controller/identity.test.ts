import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { createHttpsIdentity } from '../../../tools/controller/certificate-authority.js';
import { createIdentity, sharedIdentity } from '../../../tools/controller/identity.js';

test('the certificate carries the key that the header announces', async () => {
  const [identity, other] = await Promise.all([sharedIdentity(), createIdentity()]);
  const { publicKey, subject } = new X509Certificate(identity.certificatePem);
  expect(publicKey.export({ type: 'spki', format: 'der' }).toString('base64')).toBe(identity.publicKey);
  expect(subject).toBe('CN=embedded controller');
  expect(other.publicKey).not.toBe(identity.publicKey);
  expect(await sharedIdentity()).toBe(identity);
});

test('the certificate for HTTPS is for loopback and issued by the authority', async () => {
  const { authorityPem, certificatePem } = await createHttpsIdentity();
  const [authority, server] = [new X509Certificate(authorityPem), new X509Certificate(certificatePem)];
  expect(authority.ca).toBe(true);
  expect(server.ca).toBe(false);
  expect(server.checkIssued(authority) && server.verify(authority.publicKey)).toBe(true);
  expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(server.checkHost('localhost')).toBe('localhost');
});
