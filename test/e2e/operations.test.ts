/** What operators see of the real executable: configuration files, secrets, health, draining, PID files, log layouts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VERSION } from '../../src/agent/version.js';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AgentProcess } from '../../tools/controller/agent-process.js';
import type { Controller } from '../../tools/controller/controller.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import type { Node } from '../../tools/controller/node.js';
import { agentCommand, directory, run, start, useNetwork } from '../support/network-agents.js';

useNetwork();

let controller: Controller;
beforeEach(async () => {
  controller = await start();
});

const who = (node: Node) => ['-url', controller.url, '-name', node.name, '-secret', node.secret];
const online = (agent: AgentProcess, node: Node) => agent.expect('it was online', node.whenOnline());

describe('--config', () => {
  test('several agents share one process, each with its own way and work directory', async () => {
    const nodes = [controller.addNode('a1'), controller.addNode('a2', { webSocket: true })] as const;
    const [first, second] = nodes;
    const file = join(directory, 'agents.yaml');
    await writeFile(join(directory, 'secret'), `${second.secret}\n`);
    await writeFile(
      file,
      `url: ${controller.url}\nlogFormat: text\nagents:\n` +
        `  - { name: a1, secret: ${first.secret}, workDir: ${directory}/a1 }\n` +
        `  - { name: a2, secretFile: ${directory}/secret, work-dir: ${directory}/a2, webSocket: true }\n`,
    );
    const agent = run(['--config', file]);
    for (const node of nodes) {
      const computer = await online(agent, node);
      const job = { name: 'j', script: 'true', workspace: join(directory, 'ws') };
      expect((await runFreestyleBuild(computer, job)).result).toBe('SUCCESS');
      expect(await readFile(join(directory, node.name, 'remoting/logs/remoting.log.0'), 'utf8')).toContain('Connected');
    }
    expect(agent.output).toMatch(/^\S+Z INFO \[a1\] Connected$/m);
    expect(agent.output).toMatch(/^\S+Z INFO \[a2\] Connected$/m);
    expect(await agent.stop()).toBe('exit code 143');
  }, 60_000);

  test('the command line is stronger than the environment, and that than the file', async () => {
    const node = controller.addNode('typed');
    const file = join(directory, 'agent.yaml');
    await writeFile(file, `url: http://127.0.0.1:1/\nname: file\nsecret: ${node.secret}\nnoReconnect: true\n`);
    const agent = run(['-name', 'typed'], {
      JENKINS_AGENT_CONFIG: file,
      JENKINS_URL: controller.url,
      JENKINS_NAME: 'environment',
    });
    const computer = await online(agent, node);
    await computer.close();
    expect(await agent.exited).toBe('exit code 0');
  });
});

describe('the secret', () => {
  test.each<[string, (file: string) => { words?: string[]; env?: Record<string, string> }]>([
    ['@FILE', (file) => ({ words: ['-secret', `@${file}`] })],
    ['JENKINS_SECRET', (file) => ({ env: { JENKINS_SECRET: `@${file}` } })],
    ['JENKINS_SECRET_FILE', (file) => ({ env: { JENKINS_SECRET_FILE: file } })],
  ])('comes from a file: %s', async (_name, source) => {
    const node = controller.addNode('a1');
    const file = join(directory, 'secret');
    await writeFile(file, `${node.secret}\n`);
    const { words = [], env = {} } = source(file);
    const agent = run(['-url', controller.url, '-name', 'a1', ...words], env);
    await online(agent, node);
    expect(agent.output).not.toContain(node.secret);
  });

  test('comes from standard input', async () => {
    const node = controller.addNode('a1');
    const words = ['-url', controller.url, '-name', 'a1', '-secret', '@-', '-noReconnect'];
    const [program, ...before] = agentCommand();
    const child = spawn(program, [...before, ...words], { stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin.end(`${node.secret}\n`);
    const exit = once(child, 'exit');
    await (await node.whenOnline()).close();
    expect((await exit)[0]).toBe(0);
  });

  test('is not in the environment of builds, nor on the command line that others see', async () => {
    const node = controller.addNode('a1');
    const agent = run(['-url', controller.url, '-name', 'a1'], { JENKINS_SECRET: node.secret });
    const computer = await online(agent, node);
    let console = '';
    const job = { name: 'j', script: 'env', workspace: directory };
    await runFreestyleBuild(computer, job, { console: (text) => (console += text) });
    expect(console).toContain('PATH=');
    expect(console).not.toContain(node.secret);
    const typed = controller.addNode('a2');
    const other = run(who(typed));
    await online(other, typed);
    expect(await readFile(`/proc/${other.pid}/cmdline`, 'utf8')).not.toContain(typed.secret);
  }, 60_000);
});

describe('--health', () => {
  test('tells liveness, readiness and metrics', async () => {
    const node = controller.addNode('a1');
    const agent = run([...who(node), '--health', '0', '-workDir', directory]);
    const computer = await online(agent, node);
    const job = { name: 'j', script: 'true', workspace: join(directory, 'ws') };
    expect((await runFreestyleBuild(computer, job)).result).toBe('SUCCESS');
    const base = /Health at (http:\S+)\//.exec(agent.output)?.[1] ?? '';
    expect(base).toContain('http://127.0.0.1:');
    const get = async (path: string) => {
      const response = await fetch(`${base}${path}`);
      return { status: response.status, text: await response.text() };
    };
    expect(await get('/livez')).toEqual({ status: 200, text: 'ok\n' });
    const ready = await get('/readyz');
    expect(ready.status).toBe(200);
    expect(ready.text).toMatch(/^a1: serving since /);
    const { text } = await get('/metrics');
    expect(text).toContain('jenkins_agent_connected{agent="a1"} 1\n');
    expect(text).toContain('jenkins_agent_connections_total{agent="a1"} 1\n');
    expect(text).toMatch(
      /jenkins_agent_requests_total\{agent="a1",class="hudson\.slaves\.SlaveComputer\$SlaveVersion"\} 1/,
    );
    expect(text).toMatch(/jenkins_agent_bytes_total\{agent="a1",direction="received"\} [1-9]/);
    expect(text).toMatch(/jenkins_agent_request_duration_seconds_bucket\{agent="a1",le="\+Inf"\} [1-9]/);
    controller.settings.pageStatus = 503;
    computer.disconnect(new Error('cut'));
    await expect.poll(async () => (await get('/readyz')).status, { timeout: 20_000 }).toBe(503);
    expect((await get('/livez')).status).toBe(200);
    await expect
      .poll(async () => (await get('/readyz')).text, { timeout: 20_000 })
      .toMatch(/^a1: waiting since \S+: http:\S+ is invalid: 503/);
    const { version, commit, agents } = JSON.parse((await get('/')).text) as Record<string, unknown>;
    expect({ version, commit }).toEqual({
      version: VERSION,
      commit: expect.stringMatching(/^[0-9a-f]{12}|^unknown$/) as unknown,
    });
    expect(agents).toMatchObject([
      {
        name: 'a1',
        connected: false,
        phase: 'waiting',
        trouble: { why: expect.stringContaining('503') as unknown, retryAt: expect.stringMatching(/Z$/) as unknown },
        buildsTotal: 1,
        workDir: directory,
        freeBytes: expect.any(Number) as unknown,
      },
    ]);
    await expect
      .poll(async () => (await get('/metrics')).text, { timeout: 20_000 })
      .toMatch(/jenkins_agent_connect_failures_total\{agent="a1"\} [1-9]/);
  }, 60_000);

  test('says when the address is taken', async () => {
    const { port } = new URL(controller.url);
    const agent = run([...who(controller.addNode('a1')), '--health', port]);
    expect(await agent.exited).toBe('exit code 1');
    expect(agent.output).toContain(`java.net.BindException: Cannot serve health at 127.0.0.1:${port}`);
  });
});

test('--pid-file holds the process id, and keeps a second agent away', async () => {
  const node = controller.addNode('a1');
  const file = join(directory, 'agent.pid');
  const agent = run([...who(node), '--pid-file', file]);
  await online(agent, node);
  expect(await readFile(file, 'utf8')).toBe(`${agent.pid}\n`);
  const second = run([...who(node), '--pid-file', file]);
  expect(await second.exited).toBe('exit code 1');
  expect(second.output).toContain(`Another agent is running: its process id is in ${file}`);
  await agent.stop();
  expect(existsSync(file)).toBe(false);
});

test('--log-format json and --log-level', async () => {
  const node = controller.addNode('a1');
  const odd = { JENKINS_AGENT_CERT: '@nosuch.pem' };
  const agent = run([...who(node), '--log-format', 'json', '--log-level', 'warning', '-noReconnect'], odd);
  const computer = await online(agent, node);
  await computer.close();
  expect(await agent.exited).toBe('exit code 0');
  const records = agent.output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { level: string; agent: string; message: string });
  expect(records).toMatchObject([{ level: 'WARNING', agent: 'a1' }]);
  expect(records[0]?.message).toContain('Could not read certificate');
});

test('agent health asks the agent that runs', async () => {
  const node = controller.addNode('a1');
  const agent = run([...who(node), '--health', '0']);
  const computer = await online(agent, node);
  const address = /Health at http:\/\/(\S+)\//.exec(agent.output)?.[1] ?? '';
  const asked = run(['health', address]);
  expect(await asked.exited).toBe('exit code 0');
  expect(asked.output).toMatch(/^a1: serving since /);
  controller.settings.pageStatus = 503;
  computer.disconnect(new Error('cut'));
  await computer.gone;
  await expect.poll(() => agent.output, { timeout: 20_000 }).toContain('Could not locate server');
  expect(await run(['health'], { JENKINS_AGENT_HEALTH: address }).exited).toBe('exit code 1');
  await agent.stop();
  const nobody = run(['health', address]);
  expect(await nobody.exited).toBe('exit code 1');
  expect(nobody.output).toContain(`No agent answers at ${address}`);
}, 60_000);

test('agent doctor checks the way, and agent completion prints a script', async () => {
  const node = controller.addNode('a1');
  const doctor = run(['doctor', ...who(node), '-workDir', directory]);
  expect(await doctor.exited).toBe('exit code 0');
  expect(doctor.output).toMatch(/^ok {4}Name, secret {4}the controller takes this agent as a1$/m);
  expect(await run(['doctor', '--json', '-url', 'http://127.0.0.1:1/']).exited).toBe('exit code 1');
  expect(await run(['doctor']).exited).toBe('exit code 2');
  const completion = run(['completion', 'bash']);
  expect(await completion.exited).toBe('exit code 0');
  expect(completion.output).toContain('complete -F _jenkins_agent agent jenkins-agent');
}, 60_000);
