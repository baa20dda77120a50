/** X.509 certificates, which node:crypto can read but not make. */
import { randomBytes } from 'node:crypto';
import type { RsaKeys } from './rsa-keys.js';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface CertificateRequest {
  /** Common name. */
  readonly subject: string;
  readonly publicKeyOf: RsaKeys;
  readonly signedBy: RsaKeys;
  /** Common name of the issuer; default: self-signed. */
  readonly issuer?: string;
  /** Whether it may sign others. */
  readonly authority?: boolean;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

/** Issues a certificate, valid from yesterday (clocks differ) for a month. Returns PEM. */
export async function issueCertificate(request: CertificateRequest): Promise<string> {
  const { default: forge } = await import('node-forge');
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(
    request.publicKeyOf.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  );
  // The leading 1 keeps the number positive and in its shortest form, without which OpenSSL refuses the certificate.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + 30 * DAY_MS);
  certificate.setSubject([{ name: 'commonName', value: request.subject }]);
  certificate.setIssuer([{ name: 'commonName', value: request.issuer ?? request.subject }]);
  const names = [
    ...(request.dnsNames ?? []).map((value) => ({ type: 2, value })),
    ...(request.ipAddresses ?? []).map((ip) => ({ type: 7, ip })),
  ];
  certificate.setExtensions([
    { name: 'basicConstraints', cA: request.authority === true },
    ...(names.length > 0 ? [{ name: 'subjectAltName', altNames: names }] : []),
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(request.signedBy.privateKeyPem), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}
