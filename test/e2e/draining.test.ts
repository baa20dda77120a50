/** When the real executable ends: what it waits for after a signal, with and without the controller's word, and by itself. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { AgentProcess } from '../../tools/controller/agent-process.js';
import type { Computer } from '../../tools/controller/computer.js';
import type { Controller } from '../../tools/controller/controller.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import type { Node } from '../../tools/controller/node.js';
import { directory, run, says, start, useNetwork } from '../support/network-agents.js';

useNetwork();

/** Processes of builds are known by the names of their nodes: those of other tests on this machine are none of ours. */
const NAME = `n${process.pid}`;

let controller: Controller;
beforeEach(async () => {
  controller = await start();
  controller.settings.users = new Map([
    ['ada:token', 'marks'],
    ['ada:password', 'marks, with a crumb'],
    ['bob:token', 'looks'],
  ]);
});

const who = (node: Node) => ['-url', controller.url, '-name', node.name, '-secret', node.secret];
const online = (agent: AgentProcess, node: Node) => agent.expect('it was online', node.whenOnline());
const job = (script = 'touch started; sleep 2; touch ended') => ({ name: 'j', script, workspace: directory });
const started = (agent: AgentProcess) =>
  agent.expect(
    'the build began',
    expect.poll(() => existsSync(join(directory, 'started')), { timeout: 20_000 }).toBe(true),
  );
const marked = (agent: AgentProcess, node: Node) =>
  agent.expect('it was marked', expect.poll(() => node.offlineReason, { timeout: 20_000 }).toContain('draining'));

async function lostBuild(computer: Computer): Promise<void> {
  await expect(runFreestyleBuild(computer, job('touch started; sleep 300'))).rejects.toThrow();
}

describe('--drain-timeout', () => {
  test('lets a build finish before the connection ends', async () => {
    const node = controller.addNode(NAME);
    const agent = run([...who(node), '--drain-timeout', '60s', '--drain-quiet', '1s']);
    const computer = await online(agent, node);
    const build = runFreestyleBuild(computer, job());
    await started(agent);
    agent.kill('SIGTERM');
    expect((await build).result).toBe('SUCCESS');
    expect((await computer.gone).orderly).toBe(true);
    expect(await agent.exited).toBe('exit code 143');
    expect(agent.output).toContain('Draining: waiting up to 1 minute for j #1');
    expect(agent.output).toContain('Draining: nothing runs any more');
  }, 60_000);

  test('is over when its time is up', async () => {
    const node = controller.addNode(NAME);
    const agent = run([...who(node), '--drain-timeout', '500ms']);
    const lost = lostBuild(await online(agent, node));
    await started(agent);
    agent.kill('SIGTERM');
    await lost;
    expect(await agent.exited).toBe('exit code 143');
    expect(agent.output).toContain('Draining: time is up, still running: j #1');
  }, 60_000);

  test('is cut short by a second signal', async () => {
    const node = controller.addNode(NAME);
    const agent = run([...who(node), '--drain-timeout', '1h']);
    const lost = lostBuild(await online(agent, node));
    await started(agent);
    agent.kill('SIGTERM');
    await says(agent, 'Draining: waiting');
    agent.kill('SIGTERM');
    await lost;
    expect(await agent.exited).toBe('exit code 143');
  }, 60_000);

  test('survives a connection that is lost meanwhile', async () => {
    const node = controller.addNode(NAME);
    const agent = run([...who(node), '--drain-timeout', '1h', '--drain-quiet', '1s']);
    const computer = await online(agent, node);
    // As a step of a Pipeline has left it running.
    const env = { JENKINS_SERVER_COOKIE: 'c', NODE_NAME: NAME, JOB_NAME: 'p', BUILD_NUMBER: '7' };
    const step = spawn('/bin/cat', { env, stdio: ['pipe', 'ignore', 'ignore'] });
    onTestFinished(() => void step.kill('SIGKILL'));
    agent.kill('SIGTERM');
    await says(agent, 'Draining: waiting up to 1 hour for p #7');
    computer.disconnect(new Error('cut'));
    await computer.gone;
    const again = await online(agent, node);
    expect(again).not.toBe(computer);
    step.stdin.end();
    expect((await again.gone).orderly).toBe(true);
    expect(await agent.exited).toBe('exit code 143');
  }, 60_000);
});

describe('--drain-credentials', () => {
  test.each(['ada:token', 'ada:password'])(
    'has the controller send no builds, and waits for what only it sees: %s',
    async (login) => {
      const node = controller.addNode(`a ${NAME}`);
      node.builds.add('job/folder/job/p/7/');
      const file = join(directory, 'login');
      await writeFile(file, `${login}\n`);
      const words = ['--drain-timeout', '5m', '--drain-quiet', '0s', '--drain-credentials', `@${file}`];
      const agent = run([...who(node), ...words, '--health', '0']);
      const computer = await online(agent, node);
      agent.kill('SIGTERM');
      await marked(agent, node);
      await says(agent, 'Draining: waiting up to 5 minutes for folder/p #7');
      const [, health = ''] = /Health at (\S+)/.exec(agent.output) ?? [];
      const { agents } = (await (await fetch(health)).json()) as Record<string, unknown>;
      expect(agents).toMatchObject([{ phase: 'draining', drainsFor: ['folder/p #7'] }]);
      node.builds.clear();
      expect((await computer.gone).orderly).toBe(true);
      expect(await agent.exited).toBe('exit code 143');
      expect(node.offlineReason).toBeUndefined();
      expect(agent.output).toContain(`a ${NAME} is no longer marked offline`);
      expect(agent.output).not.toContain(login);
    },
    60_000,
  );

  test('leaves a node marked that was', async () => {
    const node = controller.addNode(NAME);
    node.offlineReason = 'maintenance';
    const agent = run([...who(node), '--drain-timeout', '5m', '--drain-credentials', 'ada:token']);
    await online(agent, node);
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe('exit code 143');
    expect(node.offlineReason).toBe('maintenance');
    expect(agent.output).toContain(`${NAME} was already marked offline`);
  }, 60_000);

  test('takes back what an agent left that was killed while it drained', async () => {
    const node = controller.addNode(NAME);
    node.builds.add('job/p/7/');
    const words = [...who(node), '--drain-timeout', '5m', '--drain-credentials', 'ada:token'];
    const first = run(words);
    const computer = await online(first, node);
    first.kill('SIGTERM');
    await marked(first, node);
    first.kill('SIGKILL');
    await computer.gone;
    const second = run(words);
    await online(second, node);
    await says(second, `${NAME} was still marked offline`);
    expect(node.offlineReason).toBeUndefined();
  }, 60_000);

  test('waits for what the controller sees, if the user may look only', async () => {
    const node = controller.addNode(NAME);
    node.builds.add('job/p/7/');
    const words = ['--drain-timeout', '5m', '--drain-quiet', '0s', '--drain-credentials', 'bob:token'];
    const agent = run([...who(node), ...words]);
    await online(agent, node);
    agent.kill('SIGTERM');
    await says(agent, `WARNING: The user of -drainCredentials may not mark ${NAME} offline`);
    await says(agent, 'Draining: waiting up to 5 minutes for p #7');
    node.builds.clear();
    expect(await agent.exited).toBe('exit code 143');
    expect(node.offlineReason).toBeUndefined();
  }, 60_000);

  test('tells why it cannot be used, and goes on by the quiet time', async () => {
    const node = controller.addNode(NAME);
    const words = ['--drain-timeout', '60s', '--drain-quiet', '1s', '--drain-credentials', 'eve:token'];
    const agent = run([...who(node), ...words]);
    const build = runFreestyleBuild(await online(agent, node), job());
    await started(agent);
    agent.kill('SIGTERM');
    expect((await build).result).toBe('SUCCESS');
    expect(await agent.exited).toBe('exit code 143');
    expect(agent.output).toContain('WARNING: The controller does not know the user of -drainCredentials');
    expect(agent.output).toContain('Draining: waiting up to 1 minute for j #1');
  }, 60_000);

  test('goes on by the quiet time while the controller does not answer', async () => {
    const node = controller.addNode(NAME);
    node.builds.add('job/p/7/');
    const words = ['--drain-timeout', '60s', '--drain-quiet', '1s', '--drain-credentials', 'ada:token'];
    const agent = run([...who(node), ...words]);
    await online(agent, node);
    agent.kill('SIGTERM');
    await says(agent, 'for p #7');
    controller.settings.pageStatus = 503;
    expect(await agent.exited).toBe('exit code 143');
    expect(agent.output).toMatch(/WARNING: The controller cannot be asked: \S+ answers 503/);
    expect(agent.output).toContain(`${NAME} stays marked offline`);
  }, 60_000);
});

test('--once ends after one build, before which no other one comes', async () => {
  const node = controller.addNode(NAME);
  const agent = run([...who(node), '--once', '--drain-credentials', 'ada:token']);
  const computer = await online(agent, node);
  node.builds.add('job/j/1/');
  const build = runFreestyleBuild(computer, job());
  await marked(agent, node);
  expect((await build).result).toBe('SUCCESS');
  node.builds.clear();
  expect((await computer.gone).orderly).toBe(true);
  expect(await agent.exited).toBe('exit code 0');
  expect(node.offlineReason).toBeUndefined();
}, 60_000);

test('--once goes by processes where the controller is not asked', async () => {
  const node = controller.addNode(NAME);
  const agent = run([...who(node), '--once', '--drain-quiet', '1s']);
  expect((await runFreestyleBuild(await online(agent, node), job('true'))).result).toBe('SUCCESS');
  expect(await agent.exited).toBe('exit code 0');
}, 60_000);

test('--idle-timeout ends an agent that has nothing to do', async () => {
  const node = controller.addNode(NAME);
  const agent = run([...who(node), '--idle-timeout', '1s', '--drain-quiet', '1s']);
  await online(agent, node);
  expect(await agent.exited).toBe('exit code 0');
  expect(agent.output).toContain('Idle for 1 second (-idleTimeout): the agent ends');
}, 60_000);

test('draining waits for the own builds of each of several agents', async () => {
  const [busy, idle] = [controller.addNode(`busy-${NAME}`), controller.addNode(`idle-${NAME}`)];
  const file = join(directory, 'agents.yaml');
  const agents = [busy, idle].map(({ name, secret }) => `  - { name: ${name}, secret: ${secret} }\n`).join('');
  await writeFile(file, `url: ${controller.url}\ndrainTimeout: 1h\ndrainQuiet: 1s\nagents:\n${agents}`);
  const agent = run(['--config', file]);
  const [computer, other] = [await online(agent, busy), await online(agent, idle)];
  const env = { NODE_NAME: busy.name };
  const build = runFreestyleBuild(computer, {
    ...job('touch started; while [ ! -e go ]; do sleep 0.1; done'),
    env,
  });
  await started(agent);
  agent.kill('SIGTERM');
  expect((await other.gone).orderly).toBe(true);
  await writeFile(join(directory, 'go'), '');
  expect((await build).result).toBe('SUCCESS');
  expect(await agent.exited).toBe('exit code 143');
}, 60_000);
