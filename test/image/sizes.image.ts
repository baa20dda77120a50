/** What an image weighs. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { finish } from './container.js';
import { IMAGE, podman, TARGET } from './podman.js';

const run = promisify(execFile);

describe.runIf(TARGET === 'debian')('the sizes in docs/containers.md', () => {
  const text = readFileSync('docs/containers.md', 'utf8');
  /** Megabytes in a row of its table. */
  const documented = (what: string) => {
    const [, megabytes] = new RegExp(`^\\| ${what} +\\| +(\\d+) MB`, 'm').exec(text) ?? [];
    return megabytes === undefined ? expect.fail(`docs/containers.md has no size of "${what}"`) : Number(megabytes);
  };

  it.each<[string, () => Promise<number>]>([
    ['on disk', async () => Number(await podman('image', 'inspect', '--format={{.Size}}', IMAGE))],
    ['compressed', async () => compressedSize()],
    [
      'copied into a pod',
      async () => {
        const options = { options: ['--entrypoint=/bin/sh'] };
        const { output } = await finish(['-c', 'du -sb /usr/share/jenkins | cut -f1'], options);
        return Number(output);
      },
    ],
  ])('%s', async (what, measure) => {
    const megabytes = (await measure()) / 1e6;
    console.log(`${what}: ${megabytes.toFixed(1)} MB`);
    // Packages of Debian and Node are updated; what is ours does not change by as much.
    expect(Math.abs(megabytes - documented(what)) / documented(what)).toBeLessThan(0.03);
  });
});

/** What a registry would hold. */
async function compressedSize(): Promise<number> {
  const { stdout } = await run('/bin/sh', [
    '-c',
    `podman save ${IMAGE} | tar -xO --wildcards '*.tar' | gzip -6 | wc -c`,
  ]);
  return Number(stdout);
}
