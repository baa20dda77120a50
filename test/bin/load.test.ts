import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { VERSION } from '../../src/agent/version.js';
import { buildExecutable, type Executable } from '../support/executable.js';

const run = promisify(execFile);

/** Of some 900,000. */
const MOST_DIFFERENT_BYTES = 20;

let executable: Executable;
beforeAll(async () => {
  executable = await buildExecutable();
}, 120_000);
afterAll(() => executable.remove());

/** A copy of what was built, whose cache may be changed: its folder, and the path of the cache. */
async function copy(): Promise<{ folder: string; cache: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'loaded-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(dirname(dirname(executable.path)), folder, { recursive: true });
  const [cache = '', ...others] = readdirSync(join(folder, 'dist')).filter((name) => name.endsWith('.cache'));
  expect(others).toEqual([]);
  return { folder, cache: join(folder, 'dist', cache) };
}

/** Whether a new process took the build's cache, and that the agent runs either way. */
async function load(folder: string, options: readonly string[] = []): Promise<boolean> {
  const env = { ...process.env, NODE_OPTIONS: '', XDG_CACHE_HOME: join(folder, 'caches') };
  const script = `console.log(require(${JSON.stringify(join(folder, 'bin/load.js'))}).load(${JSON.stringify(join(folder, 'dist'))}).fromCache)`;
  const loaded = await run(process.execPath, [...options, '--eval', script], { env });
  const agent = await run(process.execPath, [...options, join(folder, 'bin/agent.js'), '-version'], { env });
  expect(agent).toEqual({ stdout: `${VERSION}\n`, stderr: '' });
  return loaded.stdout === 'true\n';
}

describe('the code cache of the build', () => {
  it('is taken by the Node that made it', async () => {
    const { folder, cache } = await copy();
    const v8 = process.versions.v8.split('-')[0];
    expect(basename(cache)).toBe(`main-${v8}-${process.arch}.cache`);
    expect(await load(folder)).toBe(true);
  });

  it('is the same bytes when it is made again, but for a few bits', async () => {
    const { folder, cache } = await copy();
    const before = readFileSync(join(dirname(dirname(executable.path)), 'dist', basename(cache)));
    // In the same place: the path of the code is in it.
    const [dist, controller] = ['dist', 'build/controller.js'].map((name) =>
      join(dirname(dirname(executable.path)), name),
    );
    const words = ['--predictable', '--random-seed=1', 'make-code-cache.mjs', dist ?? '', controller ?? ''];
    await run(process.execPath, words);
    const after = readFileSync(join(dist ?? '', basename(cache)));
    expect(after).toHaveLength(before.length);
    expect(after.filter((byte, at) => byte !== before[at]).length).toBeLessThan(MOST_DIFFERENT_BYTES);
    expect(await load(folder)).toBe(true);
  });

  it.each([
    ['is not there', undefined],
    ['is empty', ''],
    ['is of something else', 'no cache at all'.repeat(100)],
  ])('is passed over where it %s', async (_, text) => {
    const { folder, cache } = await copy();
    await (text === undefined ? rm(cache) : writeFile(cache, text));
    expect(await load(folder)).toBe(false);
  });

  it('is passed over where Node compiles in another way', async () => {
    const { folder } = await copy();
    expect(await load(folder, ['--no-lazy'])).toBe(false);
  });
});
