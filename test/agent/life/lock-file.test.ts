import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { LockFile } from '../../../src/agent/life/lock-file.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The id of a process that has ended. */
function deadProcess(): number {
  return spawnSync('true').pid;
}

/** The id of a process that runs, and is no agent. */
function otherProgram(): number {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill());
  return child.pid as number;
}

describe('a lock', () => {
  it('holds our process id until it is released, and leaves nothing else behind', () => {
    const lock = LockFile.take(path);
    expect(readFileSync(path, 'utf8')).toBe(`${process.pid}\n`);
    expect(readdirSync(folder)).toEqual(['lock']);
    lock?.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('can be had once, also within one process', () => {
    const lock = LockFile.take(path);
    expect(LockFile.take(path)).toBeUndefined();
    lock?.release();
    expect(LockFile.take(path)).toBeDefined();
  });

  it.each<[string, () => void]>([
    ['a dead process has', () => writeFileSync(path, `${deadProcess()}\n`)],
    ['nobody has', () => writeFileSync(path, '')],
    ['is not a number', () => writeFileSync(path, 'x')],
    ['our own id had before us', () => writeFileSync(path, `${process.pid}\n`)],
    ['a process of another program got the id of', () => writeFileSync(path, `${otherProgram()}\n`)],
    ['is a named pipe', () => void spawnSync('mkfifo', [path])],
    ['is a link to nowhere', () => symlinkSync(join(folder, 'nowhere'), path)],
    [
      'is being taken over by a process that died of it',
      () => {
        writeFileSync(path, `${deadProcess()}\n`);
        writeFileSync(`${path}.takeover`, `${deadProcess()}\n`);
      },
    ],
  ])('that %s is taken', (_what, prepare) => {
    prepare();
    expect(LockFile.take(path)).toBeDefined();
    expect(readFileSync(path, 'utf8')).toBe(`${process.pid}\n`);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is written through no link that others put in its place', () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'precious');
    // The names that another user of the machine can guess.
    for (const name of [path, `${path}.${process.pid}`]) symlinkSync(victim, name);
    expect(LockFile.take(path)).toBeDefined();
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(lstatSync(path).isFile()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['lock', 'victim']);
  });

  it('of a living process is not, nor one that a living process is taking over', () => {
    writeFileSync(path, `${process.ppid}\n`);
    expect(LockFile.take(path)).toBeUndefined();
    writeFileSync(path, `${deadProcess()}\n`);
    writeFileSync(`${path}.takeover`, `${process.ppid}\n`);
    expect(LockFile.take(path)).toBeUndefined();
    expect(readdirSync(folder).sort()).toEqual(['lock', 'lock.takeover']);
  });

  it('cannot be made where there is no folder', () => {
    expect(() => LockFile.take(join(folder, 'no/such'))).toThrow(/ENOENT/);
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});

describe('several starters', () => {
  const ROUNDS = 60;

  it.each([
    ['a dead holder', true],
    ['no holder', false],
  ])(
    'that find %s: one gets the lock',
    async (_what, dead) => {
      const main = join(folder, 'main.mjs');
      const entry = join(import.meta.dirname, 'lock-file-main.ts');
      await build({ entryPoints: [entry], outfile: main, bundle: true, platform: 'node', format: 'esm' });
      const starters = Array.from({ length: 4 }, () => start(main));
      const pid = deadProcess();
      for (let round = 0; round < ROUNDS; round++) {
        if (dead) writeFileSync(join(folder, `lock-${round}`), `${pid}\n`);
        writeFileSync(join(folder, `go-${round}`), '');
        for (const { line } of starters) expect(await line()).toBe(String(round));
      }
      const won = await Promise.all(starters.map(async ({ line }) => JSON.parse(await line()) as number[]));
      expect(won.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: ROUNDS }, (_, round) => round));
    },
    60_000,
  );

  function start(main: string): { line: () => Promise<string> } {
    const child = spawn(process.execPath, [main, folder, String(ROUNDS)], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { line: async () => String((await lines.next()).value) };
  }
});
