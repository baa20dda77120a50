import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeAgentJar } from '../../../tools/controller/agent-jar.js';

test('the jar is a zip with one stored entry, its directory and its end', () => {
  const jar = makeAgentJar('4.13');
  const end = jar.length - 22;
  expect(jar.readUInt32LE(end)).toBe(0x06054b50);
  expect(jar.readUInt16LE(end + 10)).toBe(1);
  const central = jar.readUInt32LE(end + 16);
  expect(central + jar.readUInt32LE(end + 12)).toBe(end);
  expect(jar.readUInt32LE(central)).toBe(0x02014b50);
  const [crc, size, nameLength] = [
    jar.readUInt32LE(central + 16),
    jar.readUInt32LE(central + 24),
    jar.readUInt16LE(central + 28),
  ];
  const local = jar.readUInt32LE(central + 42);
  expect(jar.readUInt32LE(local)).toBe(0x04034b50);
  expect(jar.toString('utf8', local + 30, local + 30 + nameLength)).toBe('META-INF/MANIFEST.MF');
  const content = jar.subarray(local + 30 + nameLength, local + 30 + nameLength + size);
  expect(crc32(content)).toBe(crc);
  expect(content.toString().split('\r\n')).toContain('Version: 4.13');
});
