import { describe, expect, it } from 'vitest';
import { shouldProxy } from '../../src/endpoint/no-proxy.js';
import { chooseProxy, parseProxy, proxySettings, type Purpose } from '../../src/endpoint/proxy.js';
import { MemoryLogger } from './memory-logger.js';

describe('shouldProxy', () => {
  it.each([
    // Never, whatever the variable says.
    ['localhost', undefined, false],
    ['LOCALHOST', '', false],
    ['127.0.0.1', undefined, false],
    ['127.9.9.9', undefined, false],
    ['::1', undefined, false],
    ['[::1]', undefined, false],
    ['example.com', undefined, true],
    ['example.com', '', true],
    // The official grammar.
    ['10.0.0.1', '10.0.0.1', false],
    ['10.0.0.1', '10.0.0.2', true],
    ['10.0.0.1', '10.0.0.0/24', false],
    ['10.0.1.1', '10.0.0.0/24', true],
    ['10.0.0.1', '0.0.1', true],
    ['2001:db8::1', '2001:DB8:0::1', false],
    ['[2001:db8::1]', '2001:db8::/32', false],
    ['10.0.0.1', '2001:db8::/32', true],
    ['jenkins.io', 'jenkins.io', false],
    ['ci.jenkins.io', 'jenkins.io', false],
    ['myjenkins.io', 'jenkins.io', false],
    ['ci.jenkins.io', '.jenkins.io', false],
    ['ci.jenkins.io', '*.jenkins.io', false],
    ['jenkins.io.example', 'jenkins.io', true],
    ['a.com', ' b.com , a.com ', false],
    ['a.com', 'b.com|a.com', false],
    ['a.com', 'b.com|a.com,c.com', true],
    ['a.com', ',,', true],
    // What others understand.
    ['a.com', '*', false],
    ['A.com', 'a.COM', false],
    ['a.com', 'a.com:80', false],
    ['a.com', 'a.com:81', true],
    ['10.1.2.3', '10.*', false],
    ['a.com', '*com', false],
  ])('%s with %j: %s', (host, noProxy, expected) => {
    expect(shouldProxy(host, 80, noProxy)).toBe(expected);
  });
});

describe('proxySettings and chooseProxy', () => {
  const all: Purpose[] = ['http', 'https', 'ws', 'wss', 'tcp'];

  it.each([
    [{}, [undefined, undefined, undefined, undefined, undefined]],
    [{ http_proxy: 'http://p' }, ['p', undefined, 'p', undefined, 'p']],
    [{ HTTP_PROXY: 'http://p' }, ['p', undefined, 'p', undefined, 'p']],
    [{ HTTP_PROXY: 'http://q', http_proxy: 'http://p' }, ['p', undefined, 'p', undefined, 'p']],
    [{ https_proxy: 'http://p' }, [undefined, 'p', undefined, 'p', undefined]],
    [{ ALL_PROXY: 'p:3128' }, ['p', 'p', 'p', 'p', 'p']],
    [{ all_proxy: 'a', http_proxy: 'h', https_proxy: 's', proxy_host: 'w' }, ['h', 's', 'w', 's', 'h']],
    [{ http_proxy: 'p', no_proxy: '.com' }, [undefined, undefined, undefined, undefined, undefined]],
    [{ http_proxy: 'p', NO_PROXY: '.com' }, [undefined, undefined, undefined, undefined, undefined]],
    [{ http_proxy: 'p', no_proxy: '', NO_PROXY: '.com' }, ['p', undefined, 'p', undefined, 'p']],
  ])('%j', (environment, expected) => {
    const settings = proxySettings(environment);
    expect(all.map((purpose) => chooseProxy(settings, purpose, 'a.com', 80)?.url.hostname)).toEqual(expected);
  });

  it('takes credentials from the URL, and those of the option before them', () => {
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(parseProxy('http://u%40:p%3a@h:1')).toMatchObject({ authorization: basic('u@:p:') });
    expect(parseProxy('http://u%40:p%3a@h:1')?.url.href).toBe('http://h:1/');
    expect(parseProxy('http://u:p@h:1', 'x:y')).toMatchObject({ authorization: basic('x:y') });
    expect(parseProxy('h:1')).toMatchObject({ authorization: undefined });
    expect(parseProxy('u:%zz@h')).toMatchObject({ authorization: basic('u:%zz') });
  });

  it.each(['socks5://h:1', 'http://', 'ftp://h', 'http://h:99999'])('warns about %s and does without', (value) => {
    const logger = new MemoryLogger();
    expect(proxySettings({ all_proxy: value }, undefined, logger).all).toBeUndefined();
    expect(logger.messages).toEqual([
      'Not using all_proxy environment variable which is invalid. It must be the URL of an HTTP proxy.',
    ]);
  });
});
