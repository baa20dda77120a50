import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CAPABILITY_BASE64, parseCapability } from '../../../src/transport/capability.js';
import { block } from '../../../src/transport/handshake.js';
import { encodeHeaders, parseHeaders } from '../../../src/transport/jnlp4/headers.js';

/** Bytes that an official agent sent. */
function recorded(name: string): string {
  return readFileSync(new URL(`../../fixtures/${name}.hex`, import.meta.url), 'utf8').trim();
}

const secret = '0123456789abcdef'.repeat(4);

describe('connection headers', () => {
  it('are written as the official agent writes them', () => {
    expect(encodeHeaders({ 'Node-Name': 'foo', 'Secret-Key': secret }).toString('hex')).toBe(
      recorded('jnlp4-headers-agent'),
    );
    const cookie = 'ab'.repeat(32);
    expect(
      encodeHeaders({ 'JnlpAgentProtocol.cookie': cookie, 'Node-Name': 'foo', 'Secret-Key': secret }).toString('hex'),
    ).toBe(recorded('jnlp4-headers-agent-reconnect-with-cookie'));
  });

  it('are read back', () => {
    const headers = { a: 'ä\u0001"\\/', b: null, c: '' };
    expect(parseHeaders(encodeHeaders(headers).subarray(2))).toEqual(headers);
    expect(parseHeaders(Buffer.from(' { "a" : "\\/\\u00e4\\b" , "a" : "2" } '))).toEqual({ a: '2' });
  });
});

describe('capability', () => {
  it('is announced as the official agent announces it', () => {
    expect(block(CAPABILITY_BASE64).toString('hex')).toBe(recorded('jnlp4-capability-agent'));
  });

  it('is read', () => {
    expect(parseCapability(CAPABILITY_BASE64)).toBe(0x1fe);
    const bytes = Buffer.from(CAPABILITY_BASE64, 'base64');
    bytes.writeUInt32BE(0x1fc, bytes.length - 4);
    expect(parseCapability(bytes.toString('base64'))).toBe(0x1fc);
  });

  it.each(['', 'rO0ABXA=', CAPABILITY_BASE64.slice(0, 40), CAPABILITY_BASE64.replace('rO0', 'rO1')])(
    'is not read from %j',
    (base64) => {
      expect(() => parseCapability(base64)).toThrow(/hudson\.remoting\.Capability/);
    },
  );
});
