import { spawn } from 'node:child_process';
import { existsSync, fstatSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FifoPool, closePipe } from '../../../src/os/process/fifo-pool.js';
import { ProcessOutput } from '../../../src/os/process/process-output.js';
import { namedPipes, ownPipes, PipeSource } from '../../../src/os/process/stdio.js';
import type { PreparedStdio, Wanted } from '../../../src/os/process/stdio.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'stdio-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function outputs(
  stdio: PreparedStdio,
  script: string,
  input?: string,
): Promise<[string | undefined, string | undefined]> {
  const child = spawn('sh', ['-c', script], { stdio: stdio.options });
  const { stdin, stdout, stderr } = stdio.attach(child);
  if (input !== undefined) await stdin?.write(Buffer.from(input));
  stdin?.end();
  return Promise.all([textOf(stdout), textOf(stderr)]);
}

async function textOf(output: ProcessOutput | undefined): Promise<string | undefined> {
  if (!output) return undefined;
  const pieces: Buffer[] = [];
  for await (const piece of output) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe.each<[string, (wanted: Wanted) => Promise<PreparedStdio>]>([
  ['named pipes', (wanted) => namedPipes(wanted, new FifoPool(folder))],
  ["Node's own pipes", (wanted) => Promise.resolve(ownPipes(wanted))],
])('with %s', (_, prepare) => {
  it('connects what is wanted', async () => {
    const stdio = await prepare({ stdin: true, stdout: true, stderr: true });
    expect(await outputs(stdio, 'cat; echo err >&2', 'in\n')).toEqual(['in\n', 'err\n']);
  });

  it('merges', async () => {
    const stdio = await prepare({ stdin: false, stdout: true, stderr: 'merged' });
    const [merged, none] = await outputs(stdio, 'cat; echo out; echo err >&2');
    expect(merged?.split('\n').sort()).toEqual(['', 'err', 'out']);
    expect(none).toBeUndefined();
  });

  it('connects nothing', async () => {
    const stdio = await prepare({ stdin: false, stdout: false, stderr: 'merged' });
    expect(await outputs(stdio, 'cat; echo out; echo err >&2')).toEqual([undefined, undefined]);
  });

  it('can be given up', async () => {
    const stdio = await prepare({ stdin: true, stdout: true, stderr: true });
    stdio.discard();
    const fds = (stdio.options as readonly unknown[]).filter((option) => typeof option === 'number');
    for (const fd of fds) expect(() => fstatSync(fd)).toThrow('EBADF');
  });
});

describe('the pool of named pipes', () => {
  it('serves many at once and leaves nothing behind', async () => {
    const parent = await mkdtemp(path.join(folder, 'pool-'));
    const pool = new FifoPool(parent);
    const opened = await Promise.all(Array.from({ length: 100 }, () => pool.open()));
    expect(new Set(opened.map(({ ours }) => fstatSync(ours).ino)).size).toBe(100);
    opened.forEach(closePipe);
    expect(readdirSync(parent)).toEqual([]);
    pool.dispose();
  });

  it('closes what nobody took', async () => {
    const pool = new FifoPool(folder);
    const before = readdirSync('/proc/self/fd').length;
    closePipe(await pool.open());
    expect(readdirSync('/proc/self/fd').length).toBeGreaterThan(before);
    pool.dispose();
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });

  it('says so when it cannot make any', async () => {
    await expect(new FifoPool(path.join(folder, 'missing')).open()).rejects.toThrow('ENOENT');
    expect(existsSync(path.join(folder, 'missing'))).toBe(false);
  });
});

describe('the output of a process that has exited', () => {
  const source = (...pieces: string[]) => {
    const stream = new PassThrough();
    for (const piece of pieces) stream.write(piece);
    return stream;
  };

  it('is what the pipe held, and the end', async () => {
    const stream = source('a', 'b');
    const output = new ProcessOutput(stream);
    const exited = output.processExited();
    stream.end();
    await exited;
    expect(await textOf(output)).toBe('ab');
    await output.ended;
  });

  it('is one piece more when the pipe stays open', async () => {
    const stream = source('a');
    const output = new ProcessOutput(stream);
    await output.processExited();
    expect((await output.read())?.toString()).toBe('a');
    const next = output.read();
    stream.write('late');
    expect((await next)?.toString()).toBe('late');
    expect(await output.read()).toBeNull();
    await output.ended;
    expect(stream.destroyed).toBe(true);
  });

  it('comes to an end when somebody writes without ceasing', async () => {
    const stream = new PassThrough();
    const output = new ProcessOutput(stream);
    const piece = Buffer.alloc(64 * 1024);
    const timer = setInterval(() => stream.write(piece), 0);
    try {
      const flood = () => !stream.destroyed && stream.write(piece) && setImmediate(flood);
      stream.on('drain', flood);
      flood();
      await output.processExited();
      await output.ended;
    } finally {
      clearInterval(timer);
    }
    expect((await textOf(output))?.length).toBeLessThan(4 * 1024 * 1024);
  });

  it('is left alone by a reader who leaves', async () => {
    const stream = source('a');
    const output = new ProcessOutput(stream);
    const iterator = output[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = iterator.next();
    await iterator.return?.();
    expect((await waiting).done).toBe(true);
    expect(stream.destroyed).toBe(true);
  });
});

describe('where named pipes cannot be made', () => {
  it('Node has some, and they are tried again: what was missing may be there', async () => {
    const parent = path.join(folder, 'later');
    let now = 0;
    const warnings: string[] = [];
    const source = new PipeSource(new FifoPool(parent), () => now);
    const wanted = { stdin: false, stdout: true, stderr: false };
    const kind = async () => {
      const stdio = await source.prepare(wanted, (message) => warnings.push(message));
      stdio.discard();
      return typeof (stdio.options as unknown[])[1];
    };
    expect(await kind()).toBe('string');
    now = 59_999;
    await mkdir(parent);
    expect(await kind()).toBe('string');
    now = 60_000;
    expect(await kind()).toBe('number');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('ENOENT');
  });
});
