import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { knownTypes, readKnownHosts, refusalOf } from '../../../src/plugins/jsch/known-hosts.js';
import { scratch } from '../../os/files/scratch.js';

const key = (text: string) => Buffer.concat([Buffer.of(0, 0, 0, 11), Buffer.from(`ssh-ed25519${text}`)]);
const line = (hosts: string, text: string, marker = '') =>
  `${marker}${hosts} ssh-ed25519 ${key(text).toString('base64')} a comment\n`;

function check(file: string, host: string, port: number, text: string): string | null {
  return refusalOf(readKnownHosts(file), host, port, key(text));
}

it('takes the key of a host by its name, by patterns and with its port', () => {
  const file = `# comment\n\n${line('a.example,10.0.0.?', '1')}${line('*.b.example,!x.b.example', '2')}${line('[c.example]:2222', '3')}broken\n`;
  expect(check(file, 'a.example', 22, '1')).toBeNull();
  expect(check(file, 'A.EXAMPLE', 2222, '1')).toBeNull();
  expect(check(file, '10.0.0.7', 22, '1')).toBeNull();
  expect(check(file, 'www.b.example', 22, '2')).toBeNull();
  expect(check(file, 'x.b.example', 22, '2')).toBe('reject HostKey: x.b.example');
  expect(check(file, 'c.example', 2222, '3')).toBeNull();
  expect(check(file, 'c.example', 22, '3')).toBe('reject HostKey: c.example');
  expect(check(file, 'd.example', 2222, '3')).toBe('reject HostKey: [d.example]:2222');
});

it('refuses a key that has changed, one that is revoked, and one of another kind', () => {
  const file = line('a.example', '1') + line('*', 'stolen', '@revoked ');
  expect(check(file, 'a.example', 22, '2')).toBe('HostKey has been changed: a.example');
  expect(check(file, 'a.example', 22, 'stolen')).toBe('revoked HostKey: a.example');
  const rsa = Buffer.concat([Buffer.of(0, 0, 0, 7), Buffer.from('ssh-rsa!')]);
  expect(refusalOf(readKnownHosts(file), 'a.example', 22, rsa)).toBe('reject HostKey: a.example');
  expect(knownTypes(readKnownHosts(file), 'a.example', 22)).toEqual(['ssh-ed25519']);
});

it('takes hashed names as ssh-keygen makes them', () => {
  const file = join(scratch(), 'known');
  writeFileSync(file, line('a.example', '1') + line('[a.example]:2222', '2'));
  // Its keys are none that it would take: it does not look at them.
  execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
  const hashed = readFileSync(file, 'utf8');
  expect(hashed).toMatch(/^\|1\|/);
  expect(check(hashed, 'a.example', 22, '1')).toBeNull();
  expect(check(hashed, 'a.example', 2222, '2')).toBeNull();
  expect(check(hashed, 'b.example', 22, '1')).toBe('reject HostKey: b.example');
});

it('takes no time for patterns of stars', () => {
  const stars = `${'*a'.repeat(200)}b`;
  expect(check(line(stars, '1'), 'a'.repeat(250), 22, '1')).not.toBeNull();
});
