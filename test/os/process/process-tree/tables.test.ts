import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { matchingPids, parseProcesses } from '../../../../src/os/process/process-tree/darwin.js';
import { LinuxProcessTable, parseStat } from '../../../../src/os/process/process-tree/linux.js';
import { parseEnviron } from '../../../../src/os/process/process-tree/proc-files.js';
import type { ProcessEntry } from '../../../../src/os/process/process-tree/process-table.js';

describe('the table of Linux', () => {
  const rest = '1 5 5 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 1000 200';

  it('reads stat lines with any name of a command', () => {
    const expected = { pid: 7, parent: 1, startTime: '123456', state: 'S' };
    expect(parseStat(7, `7 (sh) S ${rest}\n`)).toEqual(expected);
    expect(parseStat(7, `7 (a) (b) Z 9) S ${rest}\n`)).toEqual(expected);
    expect(parseStat(7, '')).toBeUndefined();
    expect(parseStat(7, '7 (sh) S 1 5')).toBeUndefined();
  });

  it('reads environments, and lines in them that are none', () => {
    expect(parseEnviron('A=1\0B=x=y\0=odd\0nothing\0C=\n2\0').toObject()).toEqual({ A: '1', B: 'x=y', C: '\n2' });
    expect(parseEnviron('').size).toBe(0);
  });

  it('passes over what vanishes while it looks, and what is no process', async () => {
    const proc = await mkdtemp(path.join(os.tmpdir(), 'proc-'));
    try {
      await mkdir(path.join(proc, '7'));
      await writeFile(path.join(proc, '7', 'stat'), `7 (sh) S ${rest}\n`);
      await writeFile(path.join(proc, '7', 'environ'), 'A=1\0');
      await mkdir(path.join(proc, '8'));
      await mkdir(path.join(proc, 'sys'));
      const table = new LinuxProcessTable(proc);
      const entries = await table.snapshot();
      expect(entries.map(({ pid }) => pid)).toEqual([7]);
      expect(await table.withEnvironment([...entries, { pid: 8, parent: 1, startTime: '' }], [['A', '1']])).toEqual(
        entries,
      );
      expect(await table.withEnvironment(entries, [])).toEqual([]);
      const [entry] = entries as [ProcessEntry];
      expect([await table.isRunning(entry), await table.isUnreaped(entry)]).toEqual([true, false]);
      await writeFile(path.join(proc, '7', 'stat'), `7 (sh) Z ${rest}\n`);
      expect([await table.isRunning(entry), await table.isUnreaped(entry)]).toEqual([false, true]);
      expect(await table.isUnreaped({ ...entry, startTime: 'another' })).toBe(false);
      await rm(path.join(proc, '7'), { recursive: true });
      expect(await table.isRunning({ pid: 7, parent: 1, startTime: '123456' })).toBe(false);
    } finally {
      await rm(proc, { recursive: true });
    }
  });
});

describe('the table of macOS', () => {
  it('reads what ps prints', () => {
    const output =
      '    1     0 Ss   Fri Nov 20 08:00:00 2026    \n  512     1 S+   Fri Nov 20 19:24:05 2026\n  513   512 Z    Fri Nov 20 19:24:06 2026\n';
    expect(parseProcesses(output)).toEqual([
      { pid: 1, parent: 0, startTime: 'Fri Nov 20 08:00:00 2026' },
      { pid: 512, parent: 1, startTime: 'Fri Nov 20 19:24:05 2026' },
    ]);
  });

  it('finds pairs between blanks', () => {
    const output =
      '  1 /sbin/launchd\n 22 sh -c x PATH=/bin BUILD_ID=8 COOKIE=a b\n 23 sh BUILD_ID=80 COOKIE=a b\n 24 x BUILD_ID=8 COOKIE=a\n';
    expect([
      ...matchingPids(output, [
        ['BUILD_ID', '8'],
        ['COOKIE', 'a'],
      ]),
    ]).toEqual([22, 24]);
    expect([...matchingPids(output, [['COOKIE', 'a b']])]).toEqual([22, 23]);
  });
});
