import { mkdtemp, rm, writeFile, chmod, mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnvVars } from '../../../src/os/process/environment.js';
import { launch } from '../../../src/os/process/launch.js';
import type { LaunchOptions } from '../../../src/os/process/launch.js';
import type { OutputSink } from '../../../src/os/process/output-copy.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'launch-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function memory(): OutputSink & { text(): string } {
  const pieces: Buffer[] = [];
  return {
    write: (bytes) => {
      pieces.push(Buffer.from(bytes));
      return Promise.resolve();
    },
    text: () => Buffer.concat(pieces).toString('utf8'),
  };
}

function options(command: string | string[], more: Partial<LaunchOptions> = {}): LaunchOptions {
  return {
    command: typeof command === 'string' ? ['sh', '-c', command] : command,
    environment: EnvVars.inherited(),
    searchPath: process.env.PATH,
    workDir: null,
    stdin: 'empty',
    stdout: 'discard',
    stderr: 'merged',
    ...more,
  };
}

describe('exit codes', () => {
  it.each([
    ['exit 0', 0],
    ['exit 1', 1],
    ['exit 127', 127],
    ['exit 255', 255],
    ['kill -TERM $$', 143],
    ['kill -KILL $$', 137],
    ['kill -HUP $$', 129],
    ['kill -PIPE $$', 141],
  ])('%s is %i', async (script, code) => {
    const started = await launch(options(script));
    expect(await started.join()).toBe(code);
    expect(started.isAlive()).toBe(false);
    expect(await started.join()).toBe(code);
  });
});

describe('outputs', () => {
  it('merges stderr into stdout in the order of writing', async () => {
    const out = memory();
    const started = await launch(options('for i in 1 2 3 4 5; do echo out$i; echo err$i >&2; done', { stdout: out }));
    expect(await started.join()).toBe(0);
    expect(out.text()).toBe([1, 2, 3, 4, 5].map((i) => `out${i}\nerr${i}\n`).join(''));
  });

  it('keeps stdout and stderr apart when both are given', async () => {
    const out = memory();
    const err = memory();
    const started = await launch(options('echo out; echo err >&2', { stdout: out, stderr: err }));
    await started.join();
    expect([out.text(), err.text()]).toEqual(['out\n', 'err\n']);
  });

  it('lets the process open its outputs by name', async () => {
    const out = memory();
    const started = await launch(
      options('echo a > /dev/stderr; echo b > /dev/stdout; echo c | tee /dev/stderr', { stdout: out }),
    );
    expect(await started.join()).toBe(0);
    expect(out.text()).toBe('a\nb\nc\nc\n');
  });

  it('has stdout and stderr discarded', async () => {
    const started = await launch(options('head -c 1000000 /dev/zero; echo err >&2; exit 3'));
    expect(await started.join()).toBe(3);
  });

  it('gives both to the caller, merged', async () => {
    const started = await launch(options('echo out; echo err >&2', { stdout: 'caller' }));
    const pieces: Buffer[] = [];
    for await (const piece of started.pipes.stdout ?? []) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe('out\nerr\n');
    expect(started.pipes.stderr).toBeUndefined();
    expect(await started.join()).toBe(0);
  });

  it('has everything passed on before join returns, however slow the sink', async () => {
    const out = memory();
    const slow: OutputSink = {
      write: async (bytes) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        await out.write(bytes);
      },
    };
    const started = await launch(options('head -c 600000 /dev/zero', { stdout: slow }));
    expect(await started.join()).toBe(0);
    expect(out.text().length).toBe(600_000);
  });

  it('does not read a process faster than its output is taken', async () => {
    let taken = 0;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const marker = path.join(folder, 'marker');
    const sink: OutputSink = {
      write: async (bytes) => {
        await gate;
        taken += bytes.length;
      },
    };
    const script = `head -c 1000000 /dev/zero; echo > ${marker}; head -c 99000000 /dev/zero`;
    const started = await launch(options(script, { stdout: sink }));
    // Time enough for what is not held back: the same process, whose output is taken.
    expect(await (await launch(options(script.replace(marker, `${marker}2`)))).join()).toBe(0);
    expect(started.isAlive()).toBe(true);
    await expect(import('node:fs/promises').then((fs) => fs.stat(marker))).rejects.toThrow('ENOENT');
    open();
    expect(await started.join()).toBe(0);
    expect(taken).toBe(100_000_000);
  }, 60_000);

  it('ends a process that writes to a sink that takes no more', async () => {
    const sink: OutputSink = { write: () => Promise.reject(new Error('Pipe is already closed')) };
    const started = await launch(options('while :; do echo x; done', { stdout: sink }));
    expect(await started.join()).toBe(141);
  }, 30_000);
});

describe('input', () => {
  it('is empty when there is none', async () => {
    const out = memory();
    const started = await launch(options('cat; echo end', { stdout: out }));
    await started.join();
    expect(out.text()).toBe('end\n');
  });

  it('passes 10 MB on', async () => {
    const out = memory();
    const piece = Buffer.alloc(64 * 1024, 'x');
    const stdin = (async function* () {
      for (let i = 0; i < 160; i++) {
        await Promise.resolve();
        yield piece;
      }
    })();
    const started = await launch(options('wc -c', { stdin, stdout: out }));
    expect(await started.join()).toBe(0);
    expect(out.text().trim()).toBe(String(160 * 64 * 1024));
  }, 30_000);

  it('is written by the caller, and ended', async () => {
    const out = memory();
    const started = await launch(options('cat', { stdin: 'caller', stdout: out }));
    await started.pipes.stdin?.write(Buffer.from('hello '));
    await started.pipes.stdin?.write(Buffer.from('there'));
    started.pipes.stdin?.end();
    expect(await started.join()).toBe(0);
    expect(out.text()).toBe('hello there');
  });

  it('is cancelled when the process exits without reading it', async () => {
    let cancelled = 0;
    const stdin = {
      cancel: () => {
        cancelled++;
      },
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<IteratorResult<Buffer, undefined>>(() => undefined) }),
    };
    const started = await launch(options('exit 4', { stdin }));
    expect(await started.join()).toBe(4);
    await new Promise((resolve) => setImmediate(resolve));
    expect(cancelled).toBe(1);
  });

  it('rejects a write to a process that has closed its input', async () => {
    const started = await launch(options('exec <&-; echo; sleep 30', { stdin: 'caller', stdout: 'caller' }));
    await started.pipes.stdout?.read();
    await expect(started.pipes.stdin?.write(Buffer.from('x'))).rejects.toThrow('Broken pipe');
    await started.kill();
    await expect(started.pipes.stdin?.write(Buffer.from('x'))).rejects.toThrow('Broken pipe');
  }, 30_000);
});

describe('a descendant that keeps the output open', () => {
  const LEAK =
    'Process leaked file descriptors. See https://www.jenkins.io/redirect/troubleshooting/process-leaked-file-descriptors for more information\n';

  it('may write one more piece', async () => {
    const out = memory();
    const started = await launch(
      options('(sleep 1; echo late; sleep 1; echo later; sleep 20) & echo now', { stdout: out }),
    );
    expect(await started.join()).toBe(0);
    expect(out.text()).toBe('now\nlate\n');
    await started.kill();
  }, 30_000);

  it('is waited for when it ends in time', async () => {
    const out = memory();
    const started = await launch(options('sleep 1 & echo now', { stdout: out }));
    expect(await started.join()).toBe(0);
    expect(out.text()).toBe('now\n');
  }, 30_000);

  it('is reported after ten seconds', async () => {
    const out = memory();
    const started = await launch(options('sleep 60 & echo now', { stdout: out }));
    expect(await started.join()).toBe(0);
    expect(out.text()).toBe(`now\n${LEAK}`);
    await started.copied;
    await started.kill();
  }, 60_000);
});

describe('environment and directory', () => {
  it('are the given ones, with a cookie', async () => {
    const out = memory();
    const environment = new EnvVars([
      ['GREETING', 'hi'],
      ['PATH', '/nowhere'],
    ]);
    const started = await launch(options('/usr/bin/env; pwd', { stdout: out, environment, workDir: folder }));
    await started.join();
    const lines = out.text().split('\n');
    expect(lines).toContain('GREETING=hi');
    expect(lines).toContain('PATH=/nowhere');
    expect(lines).toContain(folder);
    expect(lines.filter((line) => /^HUDSON_COOKIE=[0-9a-f-]{36}$/.test(line))).toHaveLength(1);
    expect(lines.some((line) => line.startsWith('HOME='))).toBe(false);
  });

  it("looks for the program in the agent's PATH, not in the process's", async () => {
    const bin = path.join(folder, 'bin');
    await mkdir(bin);
    await writeFile(path.join(bin, 'only-here'), '#!/bin/sh\necho "$0"\n', { mode: 0o755 });
    const environment = new EnvVars([['PATH', bin]]);
    await expect(launch(options(['only-here'], { environment }))).rejects.toThrow('error=2');
    const out = memory();
    const started = await launch(options(['only-here'], { stdout: out, searchPath: `/nowhere:${bin}` }));
    await started.join();
    expect(out.text()).toBe(`${bin}/only-here\n`);
  });

  it('finds programs relative to the directory', async () => {
    await writeFile(path.join(folder, 'run'), '#!/bin/sh\nexit 9\n', { mode: 0o755 });
    expect(await (await launch(options(['./run'], { workDir: folder }))).join()).toBe(9);
    expect(await (await launch(options(['run'], { workDir: folder, searchPath: '' }))).join()).toBe(9);
  });

  it('runs a script without an interpreter line by a shell', async () => {
    const script = path.join(folder, 'plain');
    await writeFile(script, 'exit 5\n', { mode: 0o755 });
    expect(await (await launch(options([script]))).join()).toBe(5);
  });

  it('passes the name of the program as it was given', async () => {
    const out = memory();
    await (await launch(options(['sh', '-c', 'tr "\\0" " " < /proc/$$/cmdline'], { stdout: out }))).join();
    expect(out.text()).toMatch(/^sh -c /);
  });
});

describe('a process that cannot be started', () => {
  it.each<[string[], string | null, string]>([
    [['nope'], null, 'Cannot run program "nope": error=2, No such file or directory'],
    [['nope'], '/tmp', 'Cannot run program "nope" (in directory "/tmp"): error=2, No such file or directory'],
    [['./nope'], '/tmp', 'Cannot run program "./nope" (in directory "/tmp"): error=2, No such file or directory'],
    [['ls'], '/etc/passwd', 'Cannot run program "ls" (in directory "/etc/passwd"): error=20, Not a directory'],
    [['/etc/passwd'], null, 'Cannot run program "/etc/passwd": error=13, Permission denied'],
    [['/tmp'], null, 'Cannot run program "/tmp": error=13, Permission denied'],
    [['/etc/passwd/x'], null, 'Cannot run program "/etc/passwd/x": error=20, Not a directory'],
    [[''], null, 'Cannot run program "": error=2, No such file or directory'],
    [['a\0b'], null, 'invalid null character in command'],
    [['echo', 'x'.repeat(200_000)], null, 'Cannot run program "echo": error=7, Argument list too long'],
    [['ls'], '/nowhere/at all', "Process working directory '/nowhere/at all' doesn't exist!"],
  ])('%s in %s', async (command, workDir, message) => {
    await expect(launch(options(command, { workDir }))).rejects.toMatchObject({
      javaClass: 'java.io.IOException',
      message,
    });
  });

  it.each([
    ['N', 'a\0b', 'value: "a\0b"'],
    ['N\0', 'a', 'name: "N\0"'],
    ['N=M', 'a', 'name: "N=M"'],
  ])('has a variable %j that is %j', async (name, value, message) => {
    const environment = EnvVars.inherited().set(name, value);
    await expect(launch(options(['true'], { environment }))).rejects.toMatchObject({
      javaClass: 'java.lang.IllegalArgumentException',
      message: `Invalid environment variable ${message}`,
    });
  });

  it('has the reason as its cause', async () => {
    await expect(launch(options(['nope']))).rejects.toMatchObject({
      cause: { javaMessage: 'error=2, No such file or directory' },
    });
  });

  it('is an empty command', async () => {
    await expect(launch(options([]))).rejects.toMatchObject({ javaClass: 'java.lang.ArrayIndexOutOfBoundsException' });
  });

  it('names what may not be executed', async () => {
    const bin = path.join(folder, 'forbidden');
    await mkdir(bin);
    await writeFile(path.join(bin, 'tool'), '');
    await chmod(path.join(bin, 'tool'), 0o644);
    await expect(launch(options(['tool'], { searchPath: bin }))).rejects.toThrow('error=13, Permission denied');
  });
});

it('runs two hundred processes at once', async () => {
  const runs = Array.from({ length: 200 }, async (_, i) => {
    const out = memory();
    const started = await launch(options(`sleep 1; echo ${i}; exit ${i}`, { stdout: out }));
    return [await started.join(), out.text()];
  });
  expect(await Promise.all(runs)).toEqual(Array.from({ length: 200 }, (_, i) => [i, `${i}\n`]));
}, 120_000);
