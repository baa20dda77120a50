import { describe, expect, it } from 'vitest';
import { AuditSummarizer } from '../../../../src/agent/operate/audit/summary.js';

function summaryOf(records: readonly (object | string)[]) {
  const summarizer = new AuditSummarizer();
  for (const record of records) summarizer.add(typeof record === 'string' ? record : JSON.stringify(record));
  return summarizer.summary();
}

const request = { time: '2026-11-29T10:00:01.000Z', agent: 'a1', kind: 'request', id: 1, result: 'value', ms: 1.4 };

describe('the summary of an audit', () => {
  it('counts', () => {
    const summary = summaryOf([
      { ...request, class: 'A', paths: ['/ws/app/a', '/ws/app/b'] },
      { ...request, class: 'B', time: '2026-11-29T09:00:00.000Z', agent: 'a2', paths: ['C:\\ws\\x'] },
      { ...request, class: 'B', result: 'exception' },
      { ...request },
      { time: '2026-11-29T10:00:05.000Z', agent: 'a1', kind: 'process', program: '/bin/sh' },
      { time: '2026-11-29T10:00:06.000Z', kind: 'lost', lines: 7 },
      '',
      '{"time":"2026-11-29T10',
      '"text"',
    ]);
    expect(summary).toEqual({
      from: '2026-11-29T09:00:00.000Z',
      to: '2026-11-29T10:00:06.000Z',
      requests: 4,
      failed: 1,
      lost: 7,
      unreadable: 2,
      agents: [
        { name: 'a1', count: 4 },
        { name: 'a2', count: 1 },
      ],
      classes: [
        { name: 'B', count: 2, failed: 1, ms: 3 },
        { name: 'A', count: 1, failed: 0, ms: 1 },
        { name: 'what could not be read', count: 1, failed: 0, ms: 1 },
      ],
      programs: [{ name: '/bin/sh', count: 1 }],
      directories: [
        { name: '/ws/app', count: 2 },
        { name: 'C:\\ws', count: 1 },
      ],
    });
  });

  it('counts rare directories with what they are in', () => {
    const often = Array.from({ length: 3 }, () => ({ ...request, class: 'A', paths: ['/ws/app/often/x'] }));
    const rare = Array.from({ length: 40 }, (_, i) => ({ ...request, class: 'A', paths: [`/ws/app/rare${i}/x`] }));
    const { directories } = summaryOf([...often, ...rare]);
    expect(directories).toHaveLength(25);
    expect(directories.slice(0, 2)).toEqual([
      { name: '/ws/app', count: 17 },
      { name: '/ws/app/often', count: 3 },
    ]);
    expect(directories.reduce((sum, { count }) => sum + count, 0)).toBe(43);
  });

  it('is of nothing where there is nothing', () => {
    expect(summaryOf([])).toMatchObject({ from: undefined, requests: 0, classes: [] });
  });
});
