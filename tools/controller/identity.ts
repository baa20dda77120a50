/**
 * The instance identity: the RSA key that a controller proves itself with over JNLP4. Agents learn its public half from the
 * X-Instance-Identity header and compare it with the key of the certificate that the TLS handshake shows; nothing else of
 * the certificate is looked at.
 */
import { issueCertificate } from './certificate.js';
import { createRsaKeys } from './rsa-keys.js';

export interface InstanceIdentity {
  readonly privateKeyPem: string;
  /** Self-signed, as the controller renews it whenever it is close to its end. */
  readonly certificatePem: string;
  /** Base64 of the SubjectPublicKeyInfo DER: the value of X-Instance-Identity and of the agent's -instanceIdentity. */
  readonly publicKey: string;
}

let shared: Promise<InstanceIdentity> | undefined;

/** The identity that all embedded controllers of this process use unless they are given another; made at its first use. */
export function sharedIdentity(): Promise<InstanceIdentity> {
  return (shared ??= createIdentity());
}

/** Makes a new identity: RSA 2048, as Jenkins does. */
export async function createIdentity(): Promise<InstanceIdentity> {
  const keys = await createRsaKeys();
  const certificatePem = await issueCertificate({ subject: 'embedded controller', publicKeyOf: keys, signedBy: keys });
  return {
    privateKeyPem: keys.privateKeyPem,
    certificatePem,
    publicKey: keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}
