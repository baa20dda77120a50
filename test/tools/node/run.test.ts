import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';

const PLATFORM = `${process.platform}-${process.arch}`;
/** Prints which `node` comes first in the search path, and its own arguments. */
const SCRIPT = 'console.log(process.env.PATH.split(process.argv[2])[0], process.argv.slice(3).join(","));';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-node-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'tools/node/lines'), { recursive: true });
  await cp('tools/node/run.mjs', join(folder, 'tools/node/run.mjs'));
  await writeFile(join(folder, 'script.cjs'), SCRIPT);
  await writeFile(join(folder, 'old.cjs'), disguise('20.20.2'));
});

/** What makes the present Node say that it is another one. */
function disguise(version: string): string {
  return `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
}

/** A package that brings a Node, which says in what it prints where it lies. @returns the folder of the executable */
async function installNode(under: string, name: string): Promise<string> {
  const bin = join(folder, under, 'node_modules', name, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, '../package.json'), JSON.stringify({ name }));
  await writeFile(join(bin, 'node'), `#!/bin/sh\nexec ${process.execPath} "$@"\n`, { mode: 0o755 });
  return bin;
}

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(environment: NodeJS.ProcessEnv, script: string, options: readonly string[] = []): ChildProcess {
  const words = [...options, 'tools/node/run.mjs', script, delimiter, 'a b', '--c'];
  return spawn(process.execPath, words, { cwd: folder, env: { ...process.env, WITH_NODE: '', ...environment } });
}

async function run(environment: NodeJS.ProcessEnv = {}, options: readonly string[] = []): Promise<Outcome> {
  return outcome(start(environment, 'script.cjs', options));
}

async function outcome(child: ChildProcess): Promise<Outcome> {
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (bytes: Buffer) => (texts.stdout += bytes.toString()));
  child.stderr?.on('data', (bytes: Buffer) => (texts.stderr += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

const OLD = ['--require', './old.cjs'];

describe('tools/node/run.mjs', () => {
  it('runs a script on the Node that runs it', async () => {
    const bin = join(process.execPath, '..');
    expect(await run()).toEqual({ code: 0, stdout: `${bin} a b,--c\n`, stderr: '' });
  });

  it.each([`node-${PLATFORM}`, `node-bin-${PLATFORM}`])('takes %s where that is too old', async (name) => {
    const bin = await installNode('.', name);
    expect(await run({}, OLD)).toEqual({ code: 0, stdout: `${bin} a b,--c\n`, stderr: '' });
  });

  it('says what to do where there is none', async () => {
    expect(await run({}, OLD)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^Node \S+ or later is needed, and this is 20\.20\.2\. `npm ci` brings one .+\n$/,
      ) as unknown,
    });
  });

  it('needs what the package needs', async () => {
    const engines = ['package.json', 'tools/node/when-too-old/package.json'].map(
      (path) => (JSON.parse(readFileSync(path, 'utf8')) as { engines: { node: string } }).engines.node,
    );
    const needed = engines[0]?.slice(2);
    expect(engines).toEqual([`>=${needed}`, `<${needed}`]);
    expect((await run({}, OLD)).stderr).toContain(`Node ${needed} or later`);
  });

  it('takes the Node of a line that WITH_NODE names', async () => {
    const bin = await installNode('tools/node/lines', `node-26-${PLATFORM}`);
    expect((await run({ WITH_NODE: '26' })).stdout).toBe(`${bin} a b,--c\n`);
    expect(await run({ WITH_NODE: '22' })).toEqual({
      code: 1,
      stdout: '',
      stderr: `WITH_NODE=22: there is no node-22-${PLATFORM}. \`npm ci --prefix tools/node/lines\` brings those there are\n`,
    });
  });

  it('takes the Node whose path WITH_NODE is', async () => {
    const bin = await installNode('elsewhere', 'any');
    expect((await run({ WITH_NODE: join(bin, 'node') })).stdout).toBe(`${bin} a b,--c\n`);
    const none = join(bin, 'none');
    expect((await run({ WITH_NODE: none })).stderr).toBe(`WITH_NODE=${none}: there is no such file\n`);
    expect((await run({ WITH_NODE: 'bin/node' })).stderr).toBe(
      'WITH_NODE=bin/node: neither a line, such as 22, nor an absolute path\n',
    );
  });

  it('ends as the script does', async () => {
    await writeFile(join(folder, 'fails.cjs'), 'process.exit(3);');
    expect((await outcome(start({}, 'fails.cjs'))).code).toBe(3);
    await writeFile(join(folder, 'killed.cjs'), 'process.kill(process.pid, "SIGKILL");');
    expect((await outcome(start({}, 'killed.cjs'))).code).toBe(137);
  });

  it('hands SIGTERM on', async () => {
    const text = 'process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1000); console.log("ready");';
    await writeFile(join(folder, 'waits.cjs'), text);
    const child = start({}, 'waits.cjs');
    const ended = outcome(child);
    if (child.stdout === null) expect.fail('it has no output');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(7);
  });
});
