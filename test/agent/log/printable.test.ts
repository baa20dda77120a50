import { describe, expect, it } from 'vitest';
import { formatRecord, recordFormatter } from '../../../src/agent/log/log-format.js';
import { printable, printableLine } from '../../../src/agent/log/printable.js';
import { ioError } from '../../../src/java/java-error.js';
import { TransportError } from '../../../src/transport/errors.js';

describe('text of the other side', () => {
  it.each([
    ['plain äöü\n  indented\ttab', 'plain äöü\n  indented\ttab'],
    ['a\nINFO: b', 'a\n  INFO: b'],
    ['a\r\nb\rc', 'a\n  b\\rc'],
    ['\x1b[2J\x00\x7f\x9b', '\\x1b[2J\\x00\\x7f\\x9b'],
    ['a\u2028b', 'a\\u2028b'],
    ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ])('%j is printed as %j', (text, printed) => {
    expect(printable(text)).toBe(printed);
  });

  it('has one line where there is room for one', () => {
    expect(printableLine('job\n\x1b[31m #1')).toBe('job\\n\\x1b[31m #1');
  });

  const FORGED = 'no\nJan 01, 2026 1:00:00 AM hudson.remoting.Launcher$CuiListener status\nINFO: Connected\x1b[A';

  it('makes no records of its own, in a message or in an error', () => {
    const error = new TransportError('REFUSED', 'refused', FORGED, { cause: ioError(FORGED) });
    const record = { time: new Date(0), level: 'SEVERE', source: 'a.B c', message: FORGED, error } as const;
    const lines = formatRecord(record).trimEnd().split('\n');
    expect(lines.filter((line) => /^\S/.test(line)).slice(1)).toEqual([
      'SEVERE: no',
      expect.stringMatching(/^java.io.IOException: no\\n/),
      'Caused by: java.io.IOException: no',
    ]);
    expect(
      recordFormatter('text')(record)
        .trimEnd()
        .split('\n')
        .slice(1)
        .every((line) => line.startsWith('  ')),
    ).toBe(true);
    expect(recordFormatter('json')(record).trimEnd()).not.toContain('\n');
  });
});
