import { createCipheriv } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fetchJnlpArguments } from '../../src/endpoint/jnlp-fetch.js';
import { decryptJnlpFile, parseJnlpArguments } from '../../src/endpoint/jnlp-file.js';
import { serve } from './http-server.js';

const secret = '00112233445566778899aabbccddeeff'.repeat(2);
const xml =
  '<?xml version="1.0"?>\n<jnlp spec="1.0+"><application-desc main-class="hudson.remoting.jnlp.Main">' +
  '<argument>s</argument><argument>my &amp; agent</argument><argument/><argument><![CDATA[<x>]]></argument>' +
  '</application-desc><other><argument>-url</argument></other></jnlp>';
const args = ['s', 'my & agent', '', '<x>', '-url'];

function encrypt(text: string, hex = secret): Buffer {
  const iv = Buffer.alloc(16, 7);
  const cipher = createCipheriv('aes-128-cfb8', Buffer.from(hex.slice(0, 32), 'hex'), iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]);
}

describe('arguments that a hostile file nests', () => {
  const nested = (depth: number) => Buffer.from(`${'<argument>'.repeat(depth)}x${'</argument>'.repeat(depth)}`);

  it('may be four deep, and each has the text of all', async () => {
    expect(await parseJnlpArguments(nested(4))).toEqual(['x', 'x', 'x', 'x']);
    await expect(parseJnlpArguments(nested(5))).rejects.toThrow('More than 4 arguments are one within another');
    // What is read of a file at most.
    await expect(parseJnlpArguments(nested(40_000))).rejects.toThrow('More than 4 arguments');
  });

  it('may be a thousand', async () => {
    const many = (count: number) => Buffer.from(`<a>${'<argument>x</argument>'.repeat(count)}</a>`);
    expect(await parseJnlpArguments(many(1000))).toHaveLength(1000);
    await expect(parseJnlpArguments(many(1001))).rejects.toThrow('There are more than 1000 arguments');
  });
});

describe('parseJnlpArguments', () => {
  it('takes the text of argument elements anywhere', async () => {
    expect(await parseJnlpArguments(Buffer.from(xml))).toEqual(args);
    expect(await parseJnlpArguments(Buffer.from('<jnlp/>'))).toEqual([]);
  });

  it.each([
    ['<!DOCTYPE jnlp [<!ENTITY x SYSTEM "file:///etc/passwd">]><jnlp><argument>&x;</argument></jnlp>', /DOCTYPE/],
    ['<jnlp><argument>', /unclosed/i],
    ['hello', /./],
    ['', /./],
  ])('refuses %j', async (text, message) => {
    await expect(parseJnlpArguments(Buffer.from(text))).rejects.toMatchObject({
      code: 'INVALID_JNLP_FILE',
      message: expect.stringMatching(message) as unknown,
    });
  });
});

describe('decryptJnlpFile', () => {
  it('reads AES/CFB8', () => {
    expect(decryptJnlpFile(encrypt(xml), secret).toString()).toBe(xml);
  });

  it('refuses a short file and a short secret', () => {
    expect(() => decryptJnlpFile(Buffer.alloc(15), secret)).toThrow(/initialization vector/);
    expect(() => decryptJnlpFile(encrypt(xml), 'abc')).toThrow(/32 hex digits/);
  });
});

describe('fetchJnlpArguments', () => {
  const server = (): Promise<string> =>
    serve((incoming, outgoing) => {
      const plain = 'application/x-java-jnlp-file';
      const [status, type, body] = {
        '/plain': [200, plain, xml] as const,
        '/enc?encrypt=true': [200, 'application/octet-stream', encrypt(xml)] as const,
        '/untyped': [200, 'text/plain', xml] as const,
        '/login': [200, 'text/html;charset=utf-8', '<html><p>Log in'] as const,
        '/broken': [200, plain, '<jnlp>'] as const,
      }[incoming.url ?? ''] ?? [404, 'text/plain', incoming.headers.authorization ?? 'no'];
      outgoing.writeHead(status, { 'content-type': type }).end(body);
    });

  it('reads plain and encrypted answers', async () => {
    const url = await server();
    expect(await fetchJnlpArguments(`${url}plain`, {})).toEqual(args);
    expect(await fetchJnlpArguments(`${url}plain`, { credentials: 'u:p' })).toEqual(args);
    expect(await fetchJnlpArguments(`${url}untyped`, {})).toEqual(args);
    expect(await fetchJnlpArguments(`${url}enc`, { secret })).toEqual(args);
  });

  it('says what is wrong', async () => {
    const url = await server();
    const wrong = 'ff'.repeat(32);
    await expect(fetchJnlpArguments(`${url}none`, {})).rejects.toMatchObject({
      policy: 'retryable',
      message: `Failed to load ${url}none: 404 Not Found`,
    });
    await expect(fetchJnlpArguments(`${url}login`, {})).rejects.toMatchObject({
      policy: 'retryable',
      message: `${url}login doesn't look like a JNLP file; content type was text/html;charset=utf-8`,
    });
    await expect(fetchJnlpArguments(`${url}broken`, {})).rejects.toMatchObject({ policy: 'fatal' });
    await expect(fetchJnlpArguments(`${url}enc`, { secret: wrong })).rejects.toMatchObject({
      policy: 'fatal',
      message: expect.stringContaining('does the secret belong to this agent?') as unknown,
    });
    await expect(fetchJnlpArguments(`${url}enc`, { secret, credentials: 'u:p' })).rejects.toMatchObject({
      message: '-jnlpCredentials and -secret are mutually exclusive',
      policy: 'fatal',
    });
    await expect(fetchJnlpArguments('http://127.0.0.1:1/x', {})).rejects.toMatchObject({ policy: 'retryable' });
  });

  it('reads files by URL and by path', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'jnlp-'));
    const plain = join(directory, 'agent.jnlp');
    const encrypted = join(directory, 'encrypted file');
    writeFileSync(plain, xml);
    writeFileSync(encrypted, encrypt(xml));
    expect(await fetchJnlpArguments(plain, {})).toEqual(args);
    expect(await fetchJnlpArguments(plain, { secret })).toEqual(args);
    expect(await fetchJnlpArguments(encrypted, { secret })).toEqual(args);
    expect(await fetchJnlpArguments(pathToFileURL(encrypted).href, { secret })).toEqual(args);
    await expect(fetchJnlpArguments(join(directory, 'none'), {})).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      policy: 'fatal',
      message: expect.stringContaining('ENOENT') as unknown,
    });
  });
});
