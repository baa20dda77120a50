import { describe, expect, it } from 'vitest';
import { formatRecord } from '../../../src/agent/log/log-format.js';
import { stackTrace } from '../../../src/agent/log/stack-trace.js';
import { ioError, JavaError } from '../../../src/java/java-error.js';
import { TransportError } from '../../../src/transport/errors.js';

describe('formatRecord', () => {
  it.each([
    [new Date(2026, 10, 20, 17, 10, 26), 'Nov 20, 2026 5:10:26 PM'],
    [new Date(2026, 0, 5, 0, 0, 0), 'Jan 05, 2026 12:00:00 AM'],
    [new Date(2026, 11, 31, 12, 5, 9), 'Dec 31, 2026 12:05:09 PM'],
    [new Date(2026, 4, 1, 9, 59, 59), 'May 01, 2026 9:59:59 AM'],
  ])('two lines: %s', (time, text) => {
    const record = { time, level: 'INFO', source: 'a.B c', message: 'Setting up agent: n' } as const;
    expect(formatRecord(record)).toBe(`${text} a.B c\nINFO: Setting up agent: n\n`);
  });

  it('puts a stack trace behind, and an empty line behind that', () => {
    const error = new TransportError('TIMEOUT', 'retryable', 'Timeout waiting for ACK');
    const time = new Date(2026, 10, 20, 17, 10, 26);
    expect(formatRecord({ time, level: 'WARNING', source: 'a.B c', message: 'x', error })).toBe(
      'Nov 20, 2026 5:10:26 PM a.B c\nWARNING: x\njava.io.IOException: Timeout waiting for ACK\n\n',
    );
  });
});

/** The lines without those of frames. */
function heads(error: unknown): string[] {
  return stackTrace(error)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('\tat '));
}

describe('stackTrace', () => {
  it('names Java classes, messages and causes', () => {
    const root = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { syscall: 'connect' });
    const error = new JavaError('hudson.AbortException', null, { cause: ioError('b', { cause: root }) });
    const [first, second, third] = heads(error).filter((line) => !line.startsWith('\t...'));
    expect(first).toBe('hudson.AbortException');
    expect(second).toBe('Caused by: java.io.IOException: b');
    expect(third).toBe('Caused by: java.io.IOException: connect ECONNREFUSED 127.0.0.1:1');
  });

  it('shows where it comes from, by function, file and line', () => {
    function culprit(): Error {
      return new TypeError('no');
    }
    const [head, frame] = stackTrace(culprit()).split('\n');
    expect(head).toBe('TypeError: no');
    expect(frame).toMatch(/^\tat culprit\(log-format\.test\.ts:\d+\)$/);
  });

  it('counts the frames that a cause shares instead of repeating them', () => {
    const cause = new Error('inner');
    const text = stackTrace(new Error('outer', { cause }));
    const frames = text.split('\n').filter((line) => line.startsWith('\tat '));
    const [, shared] = /\t\.\.\. (\d+) more/.exec(text) ?? [];
    expect(Number(shared)).toBeGreaterThan(0);
    expect(frames.length).toBeLessThan(2 * (Number(shared) + 1));
  });

  it('does not repeat a cause that the message quotes', () => {
    const root = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { syscall: 'connect' });
    const inner = new TransportError('CONNECT_FAILED', 'retryable', `no TCP: ${root.message}`, { cause: root });
    const outer = new TransportError('CONNECT_FAILED', 'retryable', `no answer: ${inner.message}`, { cause: inner });
    expect(stackTrace(outer)).toBe('java.io.IOException: no answer: no TCP: connect ECONNREFUSED 127.0.0.1:1\n');
    const silent = new TransportError('TIMEOUT', 'retryable', 'no answer', { cause: inner });
    expect(heads(silent)).toEqual([
      'java.io.IOException: no answer',
      `Caused by: java.io.IOException: ${inner.message}`,
    ]);
  });

  it('ends with a chain of causes that bites its tail', () => {
    const error = new Error('a');
    error.cause = error;
    expect(heads(error).length).toBeLessThan(20);
  });

  it.each([
    ['text', 'text'],
    [42, '42'],
    [new Error(''), 'Error'],
  ])('takes anything: %s', (thrown, head) => {
    expect(heads(thrown)[0]).toBe(head);
  });
});
