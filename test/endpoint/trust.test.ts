import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { loadTrust } from '../../src/endpoint/trust.js';
import { createCredentials } from '../transport/credentials.js';
import { MemoryLogger } from './memory-logger.js';

const directory = mkdtempSync(join(tmpdir(), 'trust-'));
const [a, b] = [createCredentials('a').certificate.trim(), createCredentials('b').certificate.trim()].map((pem) =>
  pem.replace(/\r/g, ''),
) as [string, string];

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

function load(
  certificates: string[],
  extraCaFile?: string,
): { added: readonly string[] | undefined; messages: string[] } {
  const logger = new MemoryLogger();
  const trust = loadTrust({ certificates, extraCaFile }, logger);
  expect(trust.verify).toBe(true);
  return { added: trust.ca?.slice(rootCertificates.length), messages: logger.messages };
}

describe('loadTrust', () => {
  it('changes nothing without certificates', () => {
    expect(load([])).toEqual({ added: undefined, messages: [] });
  });

  it('adds PEM text and files with one or more certificates', () => {
    const bundle = file('bundle.pem', `# two\n${a}\n\n${b}\n`);
    expect(load([a])).toEqual({ added: [a], messages: [] });
    expect(load([` @${bundle} `, a])).toEqual({ added: [a, b, a], messages: [] });
  });

  it('keeps what NODE_EXTRA_CA_CERTS names', () => {
    expect(load([a], file('extra.pem', b))).toEqual({ added: [b, a], messages: [] });
  });

  it('warns in the official words and goes on', () => {
    const missing = join(directory, 'missing');
    expect(load([`@${missing}`, a])).toEqual({
      added: [a],
      messages: [`Could not read certificate from ${missing}. File not found`],
    });
    expect(load([`@${directory}`]).messages).toEqual([`Could not read certificate from ${directory}. File not found`]);
    const tiny = file('tiny', 'x');
    const range = 'File size is not within the expected range for a PEM encoded X.509 certificate';
    expect(load([`@${tiny}`]).messages).toEqual([`Could not read certificate from ${tiny}. ${range}`]);
    expect(load(['nonsense'])).toEqual({
      added: undefined,
      messages: ['Could not parse X.509 certificate from nonsense'],
    });
  });

  it('checks nothing when told so', () => {
    const logger = new MemoryLogger();
    expect(loadTrust({ noCertificateCheck: true }, logger)).toEqual({ ca: undefined, verify: false });
    expect(logger.records).toEqual([
      {
        level: 'WARNING',
        source: 'hudson.remoting.Launcher run',
        message: 'Certificate validation for HTTPs endpoints is disabled',
      },
    ]);
  });
});
