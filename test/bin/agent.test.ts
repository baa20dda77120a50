import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { VERSION } from '../../src/agent/version.js';
import { buildExecutable, type Executable } from '../support/executable.js';

const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
/** The oldest Node that the package says it runs on, such as 22.12. */
const [, major = 0, minor = 0] = /^>=(\d+)\.(\d+)$/.exec(engines.node)?.map(Number) ?? [];

let executable: Executable;
beforeAll(async () => {
  executable = await buildExecutable();
}, 120_000);
afterAll(() => executable.remove());

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the agent on the present Node, which says that it is another one. */
async function runAsNode(version: string): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'old-node-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const disguise = join(folder, 'disguise.cjs');
  const versions = `{ ...process.versions, node: '${version}' }`;
  await writeFile(disguise, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
  return new Promise((resolve) => {
    execFile(process.execPath, ['--require', disguise, executable.path, '-version'], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

describe('the executable', () => {
  it.each(['0.10.48', '20.20.2', `${major - 1}.99.0`, `${major}.${minor - 1}.0`])(
    'says in one line that Node %s is too old',
    async (version) => {
      const message = `This agent needs Node ${major}.${minor} or later; this is Node ${version}, ${process.execPath}\n`;
      expect(await runAsNode(version)).toEqual({ code: 1, stdout: '', stderr: message });
    },
  );

  it.each([`${major}.${minor}.0`, `${major}.${minor + 1}.0`, `${major + 1}.0.0`])(
    'runs on Node %s',
    async (version) => {
      expect(await runAsNode(version)).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
    },
  );

  it.each(['agent.js', 'jenkins-agent.js'])('%s is in the JavaScript that the oldest Node reads', async (name) => {
    const text = readFileSync(join('bin', name), 'utf8');
    // What is translated for it is what it cannot read: nothing is.
    const [asItIs, translated] = await Promise.all(
      ['esnext', 'es5'].map(async (target) => (await transform(text, { target })).code),
    );
    expect(translated).toBe(asItIs);
  });
});
