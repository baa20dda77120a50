/** The authorities that this machine's administrator trusts, as a Debian's Java does: they are in its key store, too. */
import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { errorCode } from '../java/file-errors.js';
import type { Trust } from './trust.js';

/** Where distributions keep them in one file. */
const BUNDLES = [
  // Debian, Ubuntu, Alpine, Arch
  '/etc/ssl/certs/ca-certificates.crt',
  // Fedora, RHEL and what descends from it
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  // openSUSE
  '/etc/ssl/ca-bundle.pem',
  // Alpine and the BSDs
  '/etc/ssl/cert.pem',
];

/** Where to look; all of it is this machine's by default. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Files of which the first that has certificates counts; not on Windows and macOS. */
  readonly bundles: readonly string[];
  /** What the system itself trusts, as Windows and macOS tell. */
  readonly system: () => readonly string[];
}

/** The same trust with the machine's authorities besides; the same when there are none. */
export function withMachineAuthorities(trust: Trust, given: Partial<Machine> = {}): Trust {
  const here = { platform: process.platform, bundles: machineBundles(process.env), system: systemCertificates };
  const machine = machineAuthorities({ ...here, ...given });
  if (!trust.verify || machine.length === 0) return trust;
  return { ...trust, ca: [...(trust.ca ?? tls.rootCertificates), ...machine] };
}

/**
 * SSL_CERT_FILE is what OpenSSL, curl, git and Go all look at first.
 * @param root what stands before the usual paths
 */
export function machineBundles({ SSL_CERT_FILE }: NodeJS.ProcessEnv, root = ''): readonly string[] {
  if (SSL_CERT_FILE !== undefined && SSL_CERT_FILE !== '') return [SSL_CERT_FILE];
  return BUNDLES.map((path) => root + path);
}

/** Of Windows and macOS Node asks the system, in versions that can. */
function systemCertificates(): readonly string[] {
  return 'getCACertificates' in tls ? (tls.getCACertificates as (type: 'system') => string[])('system') : [];
}

function machineAuthorities({ platform, bundles, system }: Machine): readonly string[] {
  if (platform === 'win32' || platform === 'darwin') return system();
  for (const file of bundles) {
    const text = readIfThere(file);
    // One text with many certificates: OpenSSL splits it faster than we could.
    if (text?.includes('-----BEGIN CERTIFICATE-----') === true) return [text];
  }
  return [];
}

/** A list that cannot be read is one that there is not: what was trusted before is what is left. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EISDIR'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
