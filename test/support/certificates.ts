/** Certificates of every kind that a controller may show, made on the spot. */
import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

export interface Issued {
  readonly key: string;
  readonly certificate: string;
  readonly name: string;
}

export interface IssueOptions {
  /** Default: itself. */
  readonly issuer?: Issued;
  readonly names?: readonly string[];
  readonly addresses?: readonly string[];
  readonly authority?: boolean;
  readonly digest?: 'sha1' | 'sha256';
  /** Days from now. */
  readonly days?: number;
}

const DAY_MS = 86_400_000;
let serial = 1;

export function issue(name: string, options: IssueOptions = {}): Issued {
  const { names = [], addresses = ['127.0.0.1'], authority = false, digest = 'sha256', days = 30 } = options;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const own = forge.pki.privateKeyFromPem(key);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(own.n, own.e);
  certificate.serialNumber = (serial++).toString(16).padStart(2, '0');
  certificate.validity.notBefore = new Date(Date.now() - 400 * DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + days * DAY_MS);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  certificate.setIssuer([{ name: 'commonName', value: options.issuer?.name ?? name }]);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: authority },
    {
      name: 'subjectAltName',
      altNames: [...names.map((value) => ({ type: 2, value })), ...addresses.map((ip) => ({ type: 7, ip }))],
    },
  ]);
  const signer = options.issuer === undefined ? own : forge.pki.privateKeyFromPem(options.issuer.key);
  certificate.sign(signer, digest === 'sha1' ? forge.md.sha1.create() : forge.md.sha256.create());
  return { key, certificate: forge.pki.certificateToPem(certificate), name };
}
