import { describe, expect, it } from 'vitest';
import { HeadReader, MAX_HEAD_BYTES } from '../../../src/transport/http/response-head.js';
import { ODD_ANSWERS } from './odd-answers.js';

function read(text: string, size = text.length): { head: string; rest: string } | undefined {
  const bytes = Buffer.from(text, 'latin1');
  const reader = new HeadReader();
  for (let at = 0; at < bytes.length; at += size) {
    const head = reader.push(bytes.subarray(at, at + size));
    if (head) return { head: head.bytes.toString('latin1'), rest: head.rest.toString('latin1') };
  }
  return undefined;
}

const STRICT = 'HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 2\r\n\r\n';

describe('HeadReader', () => {
  it.each(ODD_ANSWERS)('reads %s, whole and a byte at a time', (_what, write) => {
    const text = write({ status: '200 OK', headers: [['X-A', '1']], body: 'hi' });
    const whole = read(text);
    expect(whole?.head).toMatch(/^HTTP\/1\.1 200 OK\r\nX-A: 1\r\n/);
    expect(whole?.head.match(/Content-Length|Transfer-Encoding/g)).toHaveLength(1);
    expect(whole?.head.slice(0, -2)).not.toMatch(/\r\n[ \t\r]|[\x00-\x09\x0b\x0c\x0e-\x1f]/);
    expect(whole?.rest.endsWith('hi') || whole?.rest.endsWith('0\r\n\r\n')).toBe(true);
    expect(read(text, 1)?.head).toBe(whole?.head);
  });

  it.each([
    ['\r\n\nHTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 2\r\n\r\n', STRICT],
    ['HTTP/1.1  200  OK \r\nX-A:1\r\nContent-Length:\t2\r\n\r\n', STRICT],
    ['HTTP/1.1 200 OK\r\ngarbage\r\n: x\r\nX(B: 1\r\nX-A: 1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', STRICT],
    ['HTTP/1.1 200 OK\r\nX-A: 1\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n', STRICT],
    ['HTTP/1.0 204\r\n\r\n', 'HTTP/1.0 204 \r\n\r\n'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['HTTP/1.1 200 OK\n X: y\nA: b\n\n', 'HTTP/1.1 200 OK X: y\r\nA: b\r\n\r\n'],
  ])('writes %j as %j', (text, expected) => {
    expect(read(text)?.head).toBe(expected);
    expect(read(text, 1)?.head).toBe(expected);
  });

  it('waits for the blank line', () => {
    expect(read(STRICT.slice(0, -1))).toBeUndefined();
    expect(read('\r\n')).toBeUndefined();
  });

  it.each([
    ['SSH-2.0-OpenSSH_9\r\n', 'what answers there does not speak HTTP (it begins with "SSH-2.0-OpenSSH_9")'],
    ['\x15\x03\x03\x00\x02\x02\x46', 'this port speaks TLS: use https:// in the URL'],
    ['HTTP/2 200\r\n\r\n', '"HTTP/2 200" is not how HTTP/1.1 answers'],
    ['HTTP/1.1 2000 OK\r\n\r\n', '"HTTP/1.1 2000 OK" is not how HTTP/1.1 answers'],
    ['HTTP/1.1 OK\x1b[2J\r\n\r\n', '"HTTP/1.1 OK [2J" is not how HTTP/1.1 answers'],
  ])('refuses %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('takes as much as Java, and no more', () => {
    const filled = (size: number) => {
      const frame = 'HTTP/1.1 200 OK\r\nX: \r\n\r\n';
      return frame.replace('X: ', `X: ${'x'.repeat(size - frame.length)}`);
    };
    expect(read(filled(MAX_HEAD_BYTES))?.head).toHaveLength(MAX_HEAD_BYTES);
    expect(() => read(filled(MAX_HEAD_BYTES + 1))).toThrow("the answer's headers are larger than 384 KiB");
    expect(() => read(`HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(70_000)}`, 1000)).toThrow('larger than 384 KiB');
  });
});
