/** A throw-away controller key with a self-signed certificate. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

export interface Credentials {
  readonly key: string;
  readonly certificate: string;
  /** SubjectPublicKeyInfo, DER: the instance identity that a controller publishes. */
  readonly identity: Buffer;
}

export function createCredentials(
  commonName = 'controller',
  addresses: readonly string[] = ['127.0.0.1'],
): Credentials {
  // node:crypto makes the key in a tenth of node-forge's time.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const forgeKey = forge.pki.privateKeyFromPem(key);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(forgeKey.n, forgeKey.e);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000);
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000);
  const subject = [{ name: 'commonName', value: commonName }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: addresses.map((ip) => ({ type: 7, ip })) },
  ]);
  certificate.sign(forgeKey, forge.md.sha256.create());
  return {
    key,
    certificate: forge.pki.certificateToPem(certificate),
    identity: createPublicKey(key).export({ type: 'spki', format: 'der' }),
  };
}
