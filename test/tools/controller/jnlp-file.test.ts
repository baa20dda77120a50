import { createDecipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { encryptJnlpFile, renderJnlpFile } from '../../../tools/controller/jnlp-file.js';

const secret = '0123456789abcdef0123456789abcdeffedcba9876543210fedcba9876543210';

test('the arguments are a command line, escaped as XML', () => {
  const file = renderJnlpFile({
    url: 'http://h/',
    name: 'a<&>"b',
    secret,
    webSocket: true,
    tunnel: 'h:1',
    workDir: '/w',
  });
  const args = [...file.matchAll(/<argument>(.*?)<\/argument>/g)].map(([, value]) => value);
  expect(args).toEqual([
    secret,
    'a&lt;&amp;&gt;&quot;b',
    '-webSocket',
    '-tunnel',
    'h:1',
    '-workDir',
    '/w',
    '-internalDir',
    'remoting',
    '-url',
    'http://h/',
  ]);
});

test('the encrypted form opens with the first half of the secret', () => {
  const encrypted = encryptJnlpFile('<jnlp/>', secret);
  const key = Buffer.from(secret.slice(0, 32), 'hex');
  const decipher = createDecipheriv('aes-128-cfb8', key, encrypted.subarray(0, 16));
  expect(Buffer.concat([decipher.update(encrypted.subarray(16)), decipher.final()]).toString()).toBe('<jnlp/>');
});
