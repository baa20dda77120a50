import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { killByEnvironment, killProcess } from '../../../../src/os/process/process-tree/index.js';
import { killAll } from '../../../../src/os/process/process-tree/kill.js';
import type { ProcessEntry, ProcessTable } from '../../../../src/os/process/process-tree/process-table.js';
import { LinuxProcessTable } from '../../../../src/os/process/process-tree/linux.js';
import { EnvVars } from '../../../../src/os/process/environment.js';
import { eventually, isRunning } from '../../../support/processes.js';

let folder: string;
const started: ChildProcess[] = [];
const pidsSeen = new Set<number>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'kill-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  for (const pid of pidsSeen) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  pidsSeen.clear();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(script: string, env: Record<string, string> = {}): ChildProcess {
  const child = spawn('sh', ['-c', script], { env: { PATH: process.env.PATH, ...env }, stdio: 'ignore', cwd: folder });
  started.push(child);
  return child;
}

/** The process ids that scripts wrote to files of these names. */
async function pids(...names: string[]): Promise<number[]> {
  const found: number[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    await eventually(async () => /\d\n/.test(await readFile(file, 'utf8').catch(() => '')));
    found.push(Number(await readFile(file, 'utf8')));
  }
  for (const pid of found) pidsSeen.add(pid);
  return found;
}

const name = () => randomUUID();

describe.runIf(process.platform === 'linux')('killing on Linux', () => {
  it('ends a tree of nested shells that ignore SIGHUP', async () => {
    const [a, b, c] = [name(), name(), name()];
    const inner = `trap "" HUP; echo $$ > ${c}; while :; do sleep 1; done`;
    const script = `trap "" HUP; echo $$ > ${a}; sh -c 'echo $$ > ${b}; sh -c "${inner.replaceAll('"', '\\"').replaceAll('$$', '\\$\\$')}"; wait' & wait`;
    const child = run(script);
    const all = await pids(a, b, c);
    await killProcess(child.pid, []);
    expect(all.map(isRunning)).toEqual([false, false, false]);
  });

  it('finds by their environment those that left the tree', async () => {
    const cookie = name();
    const a = name();
    const child = run(`setsid sh -c 'echo $$ > ${a}; sleep 60' & exit 0`, { MY_COOKIE: cookie });
    const [pid] = (await pids(a)) as [number];
    await eventually(() => child.exitCode !== null);
    expect(isRunning(pid)).toBe(true);
    await killByEnvironment([['my_cookie', cookie]]);
    expect(isRunning(pid)).toBe(false);
  });

  it('kills the descendants of what matches, even without the variable', async () => {
    const cookie = name();
    const [a, b] = [name(), name()];
    run(`echo $$ > ${a}; env -u MY_COOKIE sh -c 'echo $$ > ${b}; sleep 60; :'; :`, { MY_COOKIE: cookie });
    const all = await pids(a, b);
    await killByEnvironment([['MY_COOKIE', cookie]]);
    expect(all.map(isRunning)).toEqual([false, false]);
  });

  it('needs all the pairs to match, and kills nothing for none', async () => {
    const [cookie, a] = [name(), name()];
    run(`echo $$ > ${a}; sleep 60; :`, { MY_COOKIE: cookie, MINE: '1' });
    const [pid] = (await pids(a)) as [number];
    await killByEnvironment([
      ['MY_COOKIE', cookie],
      ['MINE', '2'],
    ]);
    await killByEnvironment([]);
    expect(isRunning(pid)).toBe(true);
    await killByEnvironment([
      ['MY_COOKIE', cookie],
      ['MINE', '1'],
    ]);
    expect(isRunning(pid)).toBe(false);
  });

  it('gives up on a process that ignores SIGTERM, after five seconds for the whole tree', async () => {
    const [a, b] = [name(), name()];
    const child = run(
      `trap "" TERM; echo $$ > ${a}; sh -c 'trap "" TERM; echo $$ > ${b}; while :; do sleep 0.2; done'; :`,
    );
    const all = await pids(a, b);
    const begun = performance.now();
    await killProcess(child.pid, []);
    expect(performance.now() - begun).toBeGreaterThan(4_900);
    expect(all.map(isRunning)).toEqual([true, true]);
  }, 40_000);

  it('does not wait for zombies', async () => {
    const [a, b] = [name(), name()];
    // The parent never waits for its child: exec replaces the shell that would.
    const child = run(`echo $$ > ${a}; sh -c 'echo $$ > ${b}' & exec sleep 60`);
    const [parent, zombie] = (await pids(a, b)) as [number, number];
    await eventually(async () => (await readFile(`/proc/${zombie}/stat`, 'utf8')).includes(') Z '));
    await killProcess(child.pid, []);
    expect(isRunning(parent)).toBe(false);
  }, 4_500);

  it('takes killing the same process twice at once, and once more', async () => {
    const a = name();
    const child = run(`echo $$ > ${a}; sleep 60; :`);
    const [pid] = (await pids(a)) as [number];
    await Promise.all([killProcess(child.pid, []), killProcess(child.pid, [])]);
    await killProcess(child.pid, []);
    expect(isRunning(pid)).toBe(false);
  });

  it('is cut off by its signal', async () => {
    const a = name();
    const child = run(`trap "" TERM; echo $$ > ${a}; while :; do sleep 0.2; done`);
    await pids(a);
    const abort = new AbortController();
    const killing = killProcess(child.pid, [], abort.signal);
    setTimeout(() => abort.abort(new Error('enough')), 100);
    await expect(killing).rejects.toThrow('enough');
  });

  it('refuses to end the agent itself', async () => {
    const table = new LinuxProcessTable();
    const self = (await table.snapshot()).find(({ pid }) => pid === process.pid) as ProcessEntry;
    await expect(table.terminate(self)).rejects.toMatchObject({
      javaClass: 'java.lang.IllegalStateException',
      message: 'destroy of current process not allowed',
    });
  });

  it('leaves a process alone that has got the id of another', async () => {
    const a = name();
    run(`echo $$ > ${a}; exec sleep 60`);
    const [pid] = (await pids(a)) as [number];
    const table = new LinuxProcessTable();
    const entry = (await table.snapshot()).find((each) => each.pid === pid) as ProcessEntry;
    await table.terminate({ ...entry, startTime: '1' });
    expect(await table.isRunning({ ...entry, startTime: '1' })).toBe(false);
    expect(await table.isRunning(entry)).toBe(true);
    expect(isRunning(pid)).toBe(true);
  });
});

describe('the order of killing', () => {
  class FakeTable implements ProcessTable {
    readonly terminated: number[] = [];
    readonly unreaped: readonly number[] = [];
    constructor(
      private readonly parents: Record<number, number>,
      private readonly matching: readonly number[] = [],
    ) {}
    snapshot(): Promise<ProcessEntry[]> {
      const entries = Object.entries(this.parents).map(([pid, parent]) => ({
        pid: Number(pid),
        parent,
        startTime: '0',
      }));
      return Promise.resolve(entries);
    }
    withEnvironment(entries: readonly ProcessEntry[]): Promise<ProcessEntry[]> {
      return Promise.resolve(entries.filter(({ pid }) => this.matching.includes(pid)));
    }
    argumentsOf({ pid }: ProcessEntry): Promise<string[]> {
      return Promise.resolve(['program', String(pid)]);
    }
    environmentOf(): Promise<EnvVars> {
      return Promise.resolve(new EnvVars());
    }
    isRunning({ pid }: ProcessEntry): Promise<boolean> {
      return Promise.resolve(!this.terminated.includes(pid));
    }
    isUnreaped(entry: ProcessEntry): Promise<boolean> {
      return Promise.resolve(this.unreaped.includes(entry.pid));
    }
    terminate({ pid }: ProcessEntry): Promise<void> {
      this.terminated.push(pid);
      return Promise.resolve();
    }
  }

  it('is children first', async () => {
    const table = new FakeTable({ 1: 0, 10: 1, 11: 10, 12: 11, 13: 10, 20: 1 });
    await killAll(table, 10, []);
    expect(table.terminated).toEqual([12, 11, 13, 10]);
  });

  it('gives a parent time to take note that its child has ended', async () => {
    const events: string[] = [];
    const table = new (class extends FakeTable {
      override isUnreaped({ pid }: ProcessEntry): Promise<boolean> {
        const asked = events.push(`is ${pid} reaped?`);
        return Promise.resolve(pid === 11 && asked < 3);
      }
      override async terminate(entry: ProcessEntry): Promise<void> {
        events.push(`end ${entry.pid}`);
        await super.terminate(entry);
      }
    })({ 10: 1, 11: 10 });
    await killAll(table, 10, []);
    expect(events).toEqual(['end 11', 'is 11 reaped?', 'is 11 reaped?', 'end 10', 'is 10 reaped?']);
  });

  it('goes on to a parent that takes no note', async () => {
    const table = new (class extends FakeTable {
      override isUnreaped(): Promise<boolean> {
        return Promise.resolve(true);
      }
    })({ 10: 1, 11: 10 });
    await killAll(table, 10, []);
    expect(table.terminated).toEqual([11, 10]);
  });

  it('meets each process once, however the snapshot is twisted', async () => {
    const table = new FakeTable({ 10: 11, 11: 10, 12: 12 }, [12]);
    await killAll(table, 10, [['A', 'b']]);
    expect(table.terminated).toEqual([11, 10, 12]);
  });

  it('finds what a shell was just starting when it was killed', async () => {
    const parents: Record<number, number> = { 10: 1 };
    const table = new (class extends FakeTable {
      override async terminate(entry: ProcessEntry): Promise<void> {
        if (entry.pid === 10) parents[11] = 1;
        await super.terminate(entry);
      }
    })(parents, [11]);
    await killAll(table, 10, [['A', 'b']]);
    expect(table.terminated).toEqual([10, 11]);
  });

  it('spares what there is a veto against, and that alone', async () => {
    const table = new FakeTable({ 10: 1, 11: 10, 12: 11 });
    const seen: string[] = [];
    await killAll(table, 10, [], undefined, () =>
      Promise.resolve(async (doomed, all) => {
        seen.push(`${(await doomed.arguments()).join(' ')} of ${doomed.parent} among ${all().length}`);
        return doomed.pid === 11;
      }),
    );
    expect(table.terminated).toEqual([12, 10]);
    expect(seen).toEqual(['program 12 of 11 among 3', 'program 11 of 10 among 3', 'program 10 of 1 among 3']);
  });

  it('begins only when it is known whether there are vetoes', async () => {
    const table = new FakeTable({ 10: 1 });
    await expect(killAll(table, 10, [], undefined, () => Promise.reject(new Error('refused')))).rejects.toThrow();
    expect(table.terminated).toEqual([]);
    await killAll(table, 10, [], undefined, () => Promise.resolve(null));
    expect(table.terminated).toEqual([10]);
  });

  it('passes over what matched and went with an ancestor', async () => {
    const table = new FakeTable({ 10: 1, 11: 10 }, [10, 11]);
    await killAll(table, undefined, [['A', 'b']]);
    expect(table.terminated).toEqual([11, 10]);
  });
});
