import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AUDIT_FILE_DEFAULTS, AuditFile, openAudit } from '../../../../src/agent/operate/audit/audit-file.js';
import type { AuditFileOptions } from '../../../../src/agent/operate/audit/audit-file.js';
import { eventually } from '../../../support/processes.js';

let folder: string;
let path: string;
let failures: unknown[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  path = join(folder, 'audit.jsonl');
  failures = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function open(options: Partial<AuditFileOptions> = {}): Promise<AuditFile> {
  const failing = (error: unknown) => void failures.push(error);
  return AuditFile.open({ ...AUDIT_FILE_DEFAULTS, gatherMs: 1, path, failing, ...options });
}

const lines = async (file = path) => (await readFile(file, 'utf8')).split('\n').slice(0, -1);

describe('the file of an audit', () => {
  it('gets each line without being closed, and keeps what was there', async () => {
    await writeFile(path, 'old\n');
    const file = await open();
    file.write('a');
    file.write('b');
    await eventually(async () => (await lines()).length === 3);
    file.write('c');
    await file.close();
    file.write('too late');
    expect(await lines()).toEqual(['old', 'a', 'b', 'c']);
  });

  it.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
    await (await open()).close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is followed by the next one when it is full, and the oldest goes', async () => {
    const file = await open({ limit: 10, count: 3 });
    for (const line of ['first-line', 'second-line', 'third-line', 'fourth-line']) {
      file.write(line);
      await eventually(async () => (await lines()).includes(line));
    }
    await file.close();
    expect((await readdir(folder)).sort()).toEqual(['audit.jsonl', 'audit.jsonl.1', 'audit.jsonl.2']);
    expect(await lines()).toEqual(['fourth-line']);
    expect(await lines(`${path}.1`)).toEqual(['third-line']);
    expect(await lines(`${path}.2`)).toEqual(['second-line']);
  });

  it('says how many lines the disk did not take in time', async () => {
    const file = await open({ maxWaiting: 10, gatherMs: 60_000 });
    for (const line of ['12345', 'lost', 'lost as well', '678']) file.write(line);
    await file.close();
    const [first, second, last = '', ...rest] = await lines();
    expect([first, second, rest]).toEqual(['12345', '678', []]);
    expect(JSON.parse(last)).toEqual({ time: expect.any(String) as string, kind: 'lost', lines: 2 });
  });

  it('says once that it cannot be written, once that it can again, and how many lines were lost', async () => {
    const file = await open({ limit: 1 });
    file.write('a');
    await eventually(async () => (await lines()).length === 1);
    // There the next file should go.
    await mkdir(join(`${path}.9`, 'in the way'), { recursive: true });
    for (let i = 8; i > 0; i--) await writeFile(`${path}.${i}`, '');
    for (const line of ['b', 'c']) {
      file.write(line);
      await eventually(() => failures.length === 1);
    }
    await rm(`${path}.9`, { recursive: true });
    await eventually(() => {
      file.write('d');
      return failures.length === 2;
    });
    await file.close();
    expect(failures).toEqual([expect.any(Error), undefined]);
    const all = await Promise.all((await readdir(folder)).map((name) => lines(join(folder, name))));
    expect(all.join()).toMatch(/"kind":"lost","lines":\d+/);
  });

  it('takes what waits also in the last moment of the process', async () => {
    const file = await open({ gatherMs: 60_000 });
    file.write('a');
    file.closeNow();
    file.closeNow();
    expect(await lines()).toEqual(['a']);
    await file.close();
  });

  it('is not begun where it cannot be', async () => {
    const warn = (): void => undefined;
    const missing = join(folder, 'none', 'audit');
    await expect(openAudit(missing, warn)).rejects.toMatchObject({
      javaClass: 'java.io.IOException',
      javaMessage: expect.stringContaining(`The audit cannot be written to ${missing}: ENOENT`) as string,
    });
    await symlink('/dev/null', path);
    await expect(openAudit(path, warn)).rejects.toMatchObject({
      javaMessage: expect.stringContaining('ELOOP') as string,
    });
  });
});
