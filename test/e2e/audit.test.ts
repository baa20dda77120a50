/** `--audit FILE` and `agent audit FILE`. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { eventually } from '../support/processes.js';
import { agentCommand, directory, run, start, useNetwork } from '../support/network-agents.js';

useNetwork();

interface Line {
  readonly agent: string;
  readonly kind: string;
  readonly class?: string;
  readonly paths?: readonly string[];
  readonly command?: readonly string[];
  readonly exitCode?: number;
}

async function linesOf(file: string): Promise<Line[]> {
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^$|\n$/);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

async function summarize(...words: string[]): Promise<{ code: number; stdout: string }> {
  const [program, ...rest] = agentCommand();
  try {
    return { code: 0, ...(await promisify(execFile)(program, [...rest, 'audit', ...words])) };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, stdout };
  }
}

async function build(webSocket: boolean, end: (agent: ReturnType<typeof run>) => Promise<unknown>): Promise<string> {
  const file = join(directory, 'audit.jsonl');
  const controller = await start();
  const node = controller.addNode('a1', { webSocket });
  const way = webSocket ? ['-webSocket'] : [];
  const agent = run(['-url', controller.url, '-name', 'a1', '-secret', node.secret, ...way, '--audit', file]);
  const computer = await agent.expect('it was online', node.whenOnline());
  const workspace = join(directory, 'ws');
  await runFreestyleBuild(computer, { name: 'j', script: 'exit 4', workspace, env: { NODE_NAME: 'a1' } });
  await eventually(async () => (await linesOf(file)).some(({ kind }) => kind === 'process'));
  await end(agent);
  expect(await readFile(file, 'utf8')).not.toContain(node.secret);
  return file;
}

describe.each([false, true])('an audit, by WebSocket: %s', (webSocket) => {
  test('has each request and each process, and is summed up', { timeout: 60_000 }, async () => {
    const file = await build(webSocket, (agent) => agent.stop());
    const lines = await linesOf(file);
    expect(new Set(lines.map(({ agent }) => agent))).toEqual(new Set(['a1']));
    const launch = lines.find((line) => line.class === 'hudson.Launcher$RemoteLaunchCallable');
    expect(launch?.paths).toContain(join(directory, 'ws'));
    expect(launch?.command?.join(' ')).toMatch(/^(?:\/bin\/)?sh -xe .*\.sh$/);
    expect(lines.filter(({ kind }) => kind === 'process')).toMatchObject([{ exitCode: 4 }]);
    const { code, stdout } = await summarize(file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ requests, 0 failed, from \S+ to \S+$/m);
    expect(stdout).toMatch(/^ +\d+ {2}hudson\.Launcher\$RemoteLaunchCallable \(\d+ ms\)$/m);
    expect(JSON.parse((await summarize(file, '--json')).stdout)).toMatchObject({ failed: 0, lost: 0, unreadable: 0 });
  });
});

describe('an audit', () => {
  test.skipIf(process.platform === 'win32')('outlives a killed agent', { timeout: 60_000 }, async () => {
    const file = await build(false, async (agent) => {
      process.kill(Number(agent.pid), 'SIGKILL');
      await agent.exited;
    });
    expect((await linesOf(file)).some(({ kind }) => kind === 'process')).toBe(true);
  });

  test('that cannot be written keeps the agent from starting', { timeout: 60_000 }, async () => {
    const controller = await start();
    const node = controller.addNode('a1');
    const file = join(directory, 'none/audit.jsonl');
    const agent = run(['-url', controller.url, '-name', 'a1', '-secret', node.secret, '--audit', file]);
    expect(await agent.exited).toBe('exit code 1');
    expect(agent.output).toContain(`The audit cannot be written to ${file}: ENOENT`);
  });

  test('that is not there, or not named, is said', { timeout: 60_000 }, async () => {
    const missing = join(directory, 'none.jsonl');
    expect(await summarize(missing)).toEqual({
      code: 1,
      stdout: expect.stringContaining(`${missing} cannot be read: `) as string,
    });
    expect((await summarize()).code).toBe(2);
    expect((await summarize('--jsn', missing)).code).toBe(2);
  });
});
