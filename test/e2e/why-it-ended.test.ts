/** The end of an agent's log file says why it ended, and what was running then. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AgentProcess } from '../../tools/controller/agent-process.js';
import { DurableStep } from '../../tools/controller/calls/durable-step.js';
import type { Computer } from '../../tools/controller/computer.js';
import type { Controller } from '../../tools/controller/controller.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import type { Node } from '../../tools/controller/node.js';
import { directory, run, start, useNetwork } from '../support/network-agents.js';

useNetwork();

/** Processes of all builds on this machine are looked at: no other test's are to be ours. */
const NAME = `why-${process.pid}`;

let controller: Controller;
let node: Node;
beforeEach(async () => {
  controller = await start();
  node = controller.addNode(NAME);
});

const who = () => ['-url', controller.url, '-name', NAME, '-secret', node.secret, '-workDir', join(directory, 'work')];
const log = () => readFile(join(directory, 'work/remoting/logs/remoting.log.0'), 'utf8');

async function online(words: readonly string[] = []): Promise<{ agent: AgentProcess; computer: Computer }> {
  const agent = run([...who(), ...words]);
  return { agent, computer: await agent.expect('it was online', node.whenOnline()) };
}

/** A build that goes on until it is ended. */
async function build(computer: Computer): Promise<void> {
  const workspace = join(directory, 'ws');
  const env = { NODE_NAME: NAME, JOB_NAME: 'folder/job', BUILD_NUMBER: '12' };
  const script = 'echo $$ > pid; touch begun; exec sleep 600';
  const lost = runFreestyleBuild(computer, { name: 'folder/job', number: 12, script, workspace, env });
  lost.catch(() => undefined);
  await expect.poll(() => existsSync(join(workspace, 'begun')), { timeout: 30_000 }).toBe(true);
}

describe('the log of an agent that ended', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)(
    'names the signal and the builds that ended with it: %s',
    async (signal, code) => {
      const { agent, computer } = await online();
      await build(computer);
      agent.kill(signal);
      expect(await agent.exited).toBe(`exit code ${code}`);
      const pid = Number(await readFile(join(directory, 'ws/pid'), 'utf8'));
      expect(() => process.kill(pid, 0)).toThrow('ESRCH');
      expect(await log()).toMatch(
        new RegExp(
          `INFO: Stopping: ${signal}\n[^]*INFO: Still running, and ended with the connection: folder/job #12\n[^]*INFO: Terminated\n$`,
        ),
      );
    },
    60_000,
  );

  test.runIf(process.platform === 'linux')(
    'names the steps that go on',
    async () => {
      const { agent, computer } = await online();
      const workspace = join(directory, 'ws');
      const script = `export NODE_NAME=${NAME} JOB_NAME=pipe BUILD_NUMBER=3; touch begun; exec sleep 600`;
      const step = await DurableStep.start(computer.channel, { workspace, script });
      await expect.poll(() => existsSync(join(workspace, 'begun')), { timeout: 30_000 }).toBe(true);
      agent.kill('SIGTERM');
      await agent.exited;
      expect(await log()).toMatch(/INFO: Still running, and going on without the agent: pipe #3\n/);
      const next = await online();
      await step.stop(next.computer.channel);
    },
    60_000,
  );

  test('names a second signal, which leaves no time for anything else', async () => {
    const { agent, computer } = await online(['-drainTimeout', '10m']);
    await build(computer);
    agent.kill('SIGTERM');
    await expect.poll(log, { timeout: 30_000 }).toContain('Draining: waiting');
    agent.kill('SIGHUP');
    await expect.poll(log, { timeout: 30_000 }).toContain('INFO: SIGHUP again: it is stopping already\n');
    agent.kill('SIGINT');
    expect(await agent.exited).toBe('exit code 130');
    // Who ends at once leaves the processes of builds behind.
    process.kill(Number(await readFile(join(directory, 'ws/pid'), 'utf8')));
    expect(await log()).toMatch(
      /INFO: Ending at once: SIGINT, and it was stopping already; still running: folder\/job #12\n$/,
    );
  }, 60_000);

  test('tells what ended with a connection that was lost, and that there is to be no other', async () => {
    const { agent, computer } = await online(['-noReconnect']);
    await build(computer);
    await computer.close();
    expect(await agent.exited).toBe('exit code 0');
    expect(await log()).toMatch(
      /INFO: Terminated\n[^]*ended with the connection: folder\/job #12\n[^]*INFO: Ending with exit code 0: the connection has ended, and it is not to connect again/,
    );
  }, 60_000);

  test('tells who refused it', async () => {
    const refused = run([...who(), '-name', 'stranger', '-noReconnect']);
    expect(await refused.exited).toBe('exit code 3');
    expect(await log()).toMatch(
      new RegExp(
        `SEVERE: [^\n]*Unknown client name: stranger[^]*INFO: Ending with exit code 3: refused by \\[${controller.url}\\], `,
      ),
    );
  }, 60_000);

  test('tells of a JNLP file that cannot be had', async () => {
    const agent = run(['-jnlpUrl', 'http://127.0.0.1:1/x.jnlp', '-noReconnect', '-workDir', join(directory, 'work')]);
    expect(await agent.exited).toBe('exit code 1');
    expect(await log()).toMatch(/SEVERE: Failed to obtain http:\/\/127\.0\.0\.1:1\/x\.jnlp /);
  }, 60_000);
});
