import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { machineBundles, withMachineAuthorities } from '../../src/endpoint/machine-trust.js';
import type { Machine } from '../../src/endpoint/machine-trust.js';
import { createCredentials } from '../transport/credentials.js';

const certificate = createCredentials('authority').certificate;
const other = createCredentials('other').certificate;
const roots: string[] = [];
let root: string;
beforeEach(() => roots.push((root = mkdtempSync(join(tmpdir(), 'machine-trust-')))));
afterAll(() => roots.forEach((each) => rmSync(each, { recursive: true, force: true })));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** What comes besides the trust that there was. */
function added(machine: Partial<Machine>, ca?: readonly string[]): readonly string[] | undefined {
  return withMachineAuthorities({ verify: true, ca }, machine).ca?.slice((ca ?? rootCertificates).length);
}

const linux = (environment: NodeJS.ProcessEnv = {}) =>
  ({ platform: 'linux', bundles: machineBundles(environment, root) }) as const;

describe("a machine's authorities", () => {
  it.each([
    ['Debian and Ubuntu', '/etc/ssl/certs/ca-certificates.crt'],
    ['Fedora and RHEL', '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem'],
    ['RHEL, by its old name', '/etc/pki/tls/certs/ca-bundle.crt'],
    ['openSUSE', '/etc/ssl/ca-bundle.pem'],
    ['Alpine', '/etc/ssl/cert.pem'],
  ])('of %s are in %s', (_system, path) => {
    write(path, `# comment\n${certificate}`);
    expect(added(linux())).toEqual([`# comment\n${certificate}`]);
    expect(added(linux(), [other])).toEqual([`# comment\n${certificate}`]);
  });

  it.each(['win32', 'darwin'] as const)('of %s are what the system says', (platform) => {
    write('/etc/ssl/cert.pem', other);
    expect(added({ ...linux(), platform, system: () => [certificate] })).toEqual([certificate]);
  });

  it('are in the file that SSL_CERT_FILE names, and nowhere else then', () => {
    write('/etc/ssl/certs/ca-certificates.crt', other);
    write('mine.pem', certificate);
    expect(added(linux({ SSL_CERT_FILE: join(root, 'mine.pem') }))).toEqual([certificate]);
    expect(added(linux({ SSL_CERT_FILE: join(root, 'missing.pem') }))).toBeUndefined();
    expect(added(linux({ SSL_CERT_FILE: '' }))).toEqual([other]);
  });

  it('are in the first file that has any', () => {
    write('/etc/ssl/certs/ca-certificates.crt', '');
    mkdirSync(join(root, '/etc/pki/tls/certs/ca-bundle.crt'), { recursive: true });
    write('/etc/ssl/cert.pem', certificate);
    expect(added(linux())).toEqual([certificate]);
  });

  it('change nothing where there are none, or where nothing is checked', () => {
    const trust = { verify: true, ca: undefined };
    expect(withMachineAuthorities(trust, linux())).toBe(trust);
    write('/etc/ssl/cert.pem', certificate);
    const blind = { verify: false, ca: undefined };
    expect(withMachineAuthorities(blind, linux())).toBe(blind);
  });
});
