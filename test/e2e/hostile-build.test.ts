/** The real executable, and builds that mean it ill. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DurableStep } from '../../tools/controller/calls/durable-step.js';
import { FilePath } from '../../tools/controller/calls/file-path.js';
import { collectingSink } from '../support/sinks.js';
import { builds, directory, run, start, useNetwork, who } from '../support/network-agents.js';

useNetwork();

/** In the folder where the agent keeps what it knows of the step. */
const inControlFolder = (commands: string) => `cd "$PWD@tmp"/durable-*; ${commands}`;

describe('a watched step', () => {
  test('that puts a pipe in the place of last-location.txt is told so, ends, and leaves the agent as it was', async () => {
    const server = await start();
    const node = server.addNode('a1');
    const agent = run(['-url', server.url, ...who(node), '-workDir', join(directory, 'work')]);
    const { channel } = await agent.expect('it was online', node.whenOnline());
    const workspace = join(directory, 'ws');
    const script = inControlFolder('sleep 1; rm -f last-location.txt; mkfifo last-location.txt; echo later; exit 7');
    const step = await DurableStep.start(channel, { workspace, script });
    const problems: string[] = [];
    const end = step.watch(channel, collectingSink(), { problem: (error) => problems.push(error.message) });
    expect((await agent.expect('the step ended', end)).exitCode).toBe(7);
    const file = join(step.controlDirectory, 'last-location.txt');
    expect(problems).toEqual([expect.stringContaining(`${file} (Not a regular file)`)]);
    expect(await new FilePath(channel, workspace).exists()).toBe(true);
    expect(await agent.stop()).toBe('exit code 143');
  }, 60_000);
});

describe('threads that hang in a file system', () => {
  /** Has Node open a pipe that nobody writes to, as often as it has threads for files. */
  async function hangingThreads(): Promise<Record<string, string>> {
    const pipe = join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const preload = join(directory, 'hang.cjs');
    const hang = `for (let i = 0; i < 4; i++) require('fs').open(${JSON.stringify(pipe)}, () => {});`;
    await writeFile(preload, `setTimeout(() => { ${hang} }, Number(process.env.HANG_AFTER)).unref();`);
    return { NODE_OPTIONS: `--require ${preload}`, HANG_AFTER: '0' };
  }

  test.each([[[]], [['-drainTimeout', '60s']]])(
    'do not keep an agent from ending on SIGTERM: %j',
    async (words) => {
      const server = await start();
      const node = server.addNode('a1');
      const pidFile = join(directory, 'agent.pid');
      const env = await hangingThreads();
      const agent = run(['-url', server.url, ...who(node), '-pidFile', pidFile, ...words], env);
      const computer = await agent.expect('it was online', node.whenOnline());
      expect(existsSync(pidFile)).toBe(true);
      agent.kill('SIGTERM');
      expect(await agent.exited).toBe('exit code 143');
      await computer.gone;
      expect(existsSync(pidFile)).toBe(false);
    },
    60_000,
  );

  test('do not keep an agent that is refused from ending', async () => {
    const server = await start();
    const env = await hangingThreads();
    const agent = run(['-url', server.url, '-name', 'nobody', '-secret', 's', '-noReconnect'], env);
    expect(await agent.exited).toBe('exit code 3');
  }, 60_000);
});

test('an agent whose build was kind ends at once', async () => {
  const server = await start();
  const node = server.addNode('a1');
  const agent = run(['-url', server.url, ...who(node)]);
  await builds(agent, node);
  expect(await agent.stop()).toBe('exit code 143');
}, 60_000);
