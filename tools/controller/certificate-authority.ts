/** A certificate authority of one's own for HTTPS on loopback: what an agent's -cert option is for. */
import { issueCertificate } from './certificate.js';
import { createRsaKeys } from './rsa-keys.js';

export interface HttpsIdentity {
  /** PEM of the authority: what the client has to trust. */
  readonly authorityPem: string;
  /** PEM of the server's certificate, for localhost, 127.0.0.1 and ::1. */
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

let shared: Promise<HttpsIdentity> | undefined;

/** The authority and server certificate of this process, made at first use. */
export function sharedHttpsIdentity(): Promise<HttpsIdentity> {
  return (shared ??= createHttpsIdentity());
}

/** Makes a new authority and a server certificate that it signed. */
export async function createHttpsIdentity(): Promise<HttpsIdentity> {
  const [authority, server] = await Promise.all([createRsaKeys(), createRsaKeys()]);
  const issuer = 'embedded controller authority';
  const authorityPem = await issueCertificate({
    subject: issuer,
    publicKeyOf: authority,
    signedBy: authority,
    authority: true,
  });
  const certificatePem = await issueCertificate({
    subject: 'localhost',
    issuer,
    publicKeyOf: server,
    signedBy: authority,
    dnsNames: ['localhost'],
    ipAddresses: ['127.0.0.1', '::1'],
  });
  return { authorityPem, certificatePem, privateKeyPem: server.privateKeyPem };
}
