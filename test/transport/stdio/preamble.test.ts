import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodePreamble, PreambleScanner } from '../../../src/transport/stdio/preamble.js';
import { Base64Decoder } from '../../../src/transport/stdio/text-stream.js';

function recorded(name: string): Buffer {
  return Buffer.from(readFileSync(new URL(`../../fixtures/${name}.hex`, import.meta.url), 'utf8').trim(), 'hex');
}

function scan(bytes: Buffer, size: number): unknown {
  const scanner = new PreambleScanner();
  for (let at = 0; at < bytes.length; at += size) {
    const outcome = scanner.push(bytes.subarray(at, at + size));
    if (outcome !== undefined) {
      return { ...outcome, rest: Buffer.concat([outcome.rest, bytes.subarray(at + size)]).toString('latin1') };
    }
  }
  return undefined;
}

describe('encodePreamble', () => {
  it('writes what the official agent writes', () => {
    expect(encodePreamble('binary').equals(recorded('stdio-preamble-binary'))).toBe(true);
    const banner = Buffer.from('Running in text mode\n');
    expect(Buffer.concat([banner, encodePreamble('text')]).equals(recorded('stdio-preamble-text'))).toBe(true);
  });
});

describe.each([
  ['whole', 100_000],
  ['byte by byte', 1],
  ['in pieces', 7],
])('PreambleScanner, %s', (_how, size) => {
  it.each(['binary', 'text'] as const)('finds %s mode between banners', (mode) => {
    const capability = encodePreamble('text').subarray(0, 119).toString('latin1');
    const mark = encodePreamble(mode).subarray(119).toString('latin1');
    const text = `Last login: today\r\n<<===[JENKINS\0\0\0 <<<===[HUDSON TRANS\n${capability}\nbye\n${mark}rest`;
    expect(scan(Buffer.from(text, 'latin1'), size)).toEqual({ mode, capability: 0x1fe, rest: 'rest' });
  });

  it('takes a peer that announces nothing', () => {
    expect(scan(Buffer.from('hello\0\0\0\0'), size)).toEqual({ mode: 'binary', capability: 0, rest: '' });
  });

  it('waits for more', () => {
    expect(scan(encodePreamble('binary').subarray(0, -1), size)).toBeUndefined();
    expect(scan(encodePreamble('text').subarray(0, -1), size)).toBeUndefined();
  });

  it('throws on a capability that is none', () => {
    const bytes = Buffer.concat([encodePreamble('binary').subarray(0, 35), Buffer.from('AAAA\n\0\0\0\0')]);
    expect(() => scan(bytes, size)).toThrow(/hudson\.remoting\.Capability/);
  });
});

describe('Base64Decoder', () => {
  const text = 'QQ==' + 'QUI=' + 'QUJD' + '\r\n' + 'AP8=' + '+/+/';

  it.each([1, 3, 100])('decodes padded groups in pieces of %i', (size) => {
    const decoder = new Base64Decoder();
    const pieces: Buffer[] = [];
    for (let at = 0; at < text.length; at += size) pieces.push(decoder.push(Buffer.from(text.slice(at, at + size))));
    expect(Buffer.concat(pieces).toString('latin1')).toBe('AABABC\x00\xff\xfb\xff\xbf');
  });

  it.each(['Q===', '=QQQ', 'Q?==', 'QQ=Q'])('refuses %s', (group) => {
    expect(() => new Base64Decoder().push(Buffer.from(group))).toThrow(/base64/);
  });
});
