import { describe, expect, it } from 'vitest';
import { directEndpoint } from '../../src/endpoint/direct.js';
import { parseHostPort } from '../../src/endpoint/tunnel.js';
import { createCredentials } from '../transport/credentials.js';

const defaults = { host: 'h', port: 5000 };

describe('parseHostPort', () => {
  it.each([
    ['a:1', { host: 'a', port: 1 }],
    [' a : 65535 ', { host: 'a', port: 65535 }],
    ['a:', { host: 'a', port: 5000 }],
    [':1', { host: 'h', port: 1 }],
    [':', { host: 'h', port: 5000 }],
    ['[::1]:50000', { host: '::1', port: 50000 }],
    ['::1:9', { host: '::1', port: 9 }],
  ])('reads %j', (value, expected) => {
    expect(parseHostPort(value, defaults)).toEqual(expected);
  });

  it.each([
    ['a', 'Invalid HOST:PORT value: a'],
    ['a:b', 'Invalid HOST:PORT value: a:b'],
    ['[::1]', 'Missing port.'],
    ['[::1]:', 'Missing port.'],
    ['[]:1', 'Invalid IPv6 value.'],
    ['a:0', 'Port a:0 out of valid range [0, 65535)'],
    ['a:65536', 'Port a:65536 out of valid range [0, 65535)'],
  ])('refuses %j', (value, message) => {
    expect(() => parseHostPort(value, defaults)).toThrow(
      expect.objectContaining({ message, code: 'INVALID_ARGUMENT', policy: 'fatal' }) as Error,
    );
  });

  it('needs both without defaults', () => {
    expect(() => parseHostPort(':1')).toThrow('Invalid HOST:PORT value: :1');
    expect(() => parseHostPort('a:')).toThrow('Invalid HOST:PORT value: a:');
  });
});

describe('directEndpoint', () => {
  const { identity } = createCredentials();

  it('needs nothing but its arguments', () => {
    const endpoint = { host: 'a', port: 1, identity, url: undefined };
    expect(directEndpoint('a:1', identity.toString('base64'))).toEqual({ ...endpoint, protocols: undefined });
    expect(directEndpoint('a:1', identity.toString('base64'), [])).toEqual({ ...endpoint, protocols: undefined });
    expect(directEndpoint('a:1', identity.toString('base64'), ['P'])).toEqual({ ...endpoint, protocols: ['P'] });
  });

  it.each(['', 'AAAA', 'not base64!', identity.subarray(0, 100).toString('base64')])('refuses identity %j', (text) => {
    expect(() => directEndpoint('a:1', text)).toThrow('Invalid instanceIdentity.');
  });
});
