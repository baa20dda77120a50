/** `agent swarm`: the real executable makes its own node, by a stand-in of the swarm plugin's API. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { AgentProcess } from '../../tools/controller/agent-process.js';
import type { Controller } from '../../tools/controller/controller.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import type { Node } from '../../tools/controller/node.js';
import { directory, run, says, start, useNetwork } from '../support/network-agents.js';

useNetwork();

let controller: Controller;
let usual: string[];
beforeEach(async () => {
  controller = await start();
  controller.settings.users = new Map([
    ['ada:token', 'marks'],
    ['ada:password', 'marks, with a crumb'],
    ['bob:token', 'looks'],
  ]);
  await writeFile(join(directory, 'token'), 'token\n');
  usual = ['-url', controller.url, '-username', 'ada', '-fsroot', join(directory, 'root'), '-retryInterval', '0'];
});

const swarm = (words: readonly string[], env: Record<string, string> = {}) => run(['swarm', ...usual, ...words], env);
const withToken = () => ['-passwordFile', join(directory, 'token')];

/** The only node that there is, when it is there. */
async function made(agent: AgentProcess): Promise<Node> {
  await agent.expect(
    'it made a node',
    expect.poll(() => controller.agents.nodes.size, { timeout: 20_000 }).toBeGreaterThan(0),
  );
  const [node] = controller.agents.nodes.values();
  return node ?? expect.fail('the node is gone again');
}

test('makes its node with all that was said, works as it, and leaves nothing behind', async () => {
  const agent = swarm([
    ...['-name', 'ä b', '-password', `@${join(directory, 'token')}`, '-labels', 'a  b', '-labels', 'c'],
    ...['-executors', '3', '-mode', 'exclusive', '-description', 'made here', '-t', 'JDK=/opt/a:b', '-e', 'X=1=2'],
    ...['-disableClientsUniqueId'],
  ]);
  const node = await made(agent);
  expect(node.swarm?.fields).toEqual({
    name: ['ä b'],
    executors: ['3'],
    remoteFsRoot: [join(directory, 'root')],
    description: ['made here'],
    labels: ['a b c'],
    toolLocation: ['JDK:/opt/a:b'],
    environmentVariable: ['X:1=2'],
    mode: ['EXCLUSIVE'],
    hash: [''],
    deleteExistingClients: ['false'],
    keepDisconnectedClients: ['false'],
  });
  const computer = await agent.expect('it was online', node.whenOnline());
  const job = { name: 'j', script: 'true', workspace: join(directory, 'root/ws') };
  expect((await runFreestyleBuild(computer, job)).result).toBe('SUCCESS');
  expect(await agent.stop()).toBe('exit code 143');
  expect((await computer.gone).orderly).toBe(true);
  expect(controller.agents.nodes.size).toBe(0);
  expect(agent.output).not.toContain('token');
}, 60_000);

test('makes it anew when the connection is lost, with a name of its own', async () => {
  const agent = swarm(['-name', 'n', ...withToken(), '-webSocket']);
  const first = await made(agent);
  expect(first.name).toMatch(/^n-[0-9a-f]{8}$/);
  const computer = await agent.expect('it was online', first.whenOnline());
  computer.disconnect(new Error('cut'));
  await agent.expect(
    'it made another one',
    expect.poll(() => controller.agents.nodes.get(first.name) ?? first, { timeout: 20_000 }).not.toBe(first),
  );
  const second = controller.agents.nodes.get(first.name) ?? expect.fail('the node is gone again');
  await agent.expect('it was online again', second.whenOnline());
}, 60_000);

test('does with a password, which takes a crumb, from a variable that builds do not get', async () => {
  const agent = swarm(['-name', 'n', '-passwordEnvVariable', 'SECRET_WORD'], { SECRET_WORD: 'password' });
  const computer = await agent.expect('it was online', (await made(agent)).whenOnline());
  let console = '';
  const job = { name: 'j', script: 'env', workspace: join(directory, 'root/ws') };
  await runFreestyleBuild(computer, job, { console: (text) => (console += text) });
  expect(console).toContain('PATH=');
  expect(console).not.toMatch(/SECRET_WORD|password/);
}, 60_000);

test('deletes a node that never had a connection', async () => {
  controller.settings.refuseAll = 'not today';
  const agent = swarm(['-name', 'n', ...withToken(), '-retry', '1']);
  expect(await agent.exited).toBe('exit code 4');
  expect(agent.output).toContain('Gave up after 1 attempts (-retry)');
  expect(controller.agents.nodes.size).toBe(0);
}, 60_000);

test('-keepDisconnectedClients leaves it, and -noRetryAfterConnected ends with the first connection', async () => {
  const agent = swarm(['-name', 'n', ...withToken(), '-keepDisconnectedClients', '-noRetryAfterConnected']);
  const node = await made(agent);
  (await agent.expect('it was online', node.whenOnline())).disconnect(new Error('cut'));
  expect(await agent.exited).toBe('exit code 0');
  expect(controller.agents.nodes.get(node.name)).toBe(node);
}, 60_000);

test('one that is there already is told apart, or replaced', async () => {
  controller.addNode('n');
  const words = ['-name', 'n', ...withToken(), '-disableClientsUniqueId'];
  const refused = swarm([...words, '-retry', '1']);
  expect(await refused.exited).toBe('exit code 4');
  expect(refused.output).toContain('answers 409 (Agent "n" already exists.)');
  const agent = swarm([...words, '-deleteExistingClients']);
  await says(agent, 'The controller has made the node n');
}, 60_000);

test('-config takes the file of the swarm client', async () => {
  const file = join(directory, 'swarm.yaml');
  await writeFile(
    file,
    `url: ${controller.url}\nname: n\nusername: ada\npasswordFile: ${directory}/token\nlabels: [a, b]\nexecutors: 2\n` +
      `fsroot: ${directory}/root\ntoolLocations:\n  JDK: /opt/jdk\nenvironmentVariables: { A: b }\nwebSocket: true\n`,
  );
  const agent = run(['swarm', '-config', file, '-executors', '5']);
  const node = await made(agent);
  expect(node.swarm?.fields).toMatchObject({
    labels: ['a b'],
    executors: ['5'],
    toolLocation: ['JDK:/opt/jdk'],
    environmentVariable: ['A:b'],
  });
  const computer = await agent.expect('it was online', node.whenOnline());
  expect(computer.protocol).toBe('WebSocket');
}, 60_000);

test.each([
  ['bob', 'token', '403 (hudson.model.Computer.Create): the user of -username needs Overall/Read, Agent/Create'],
  ['eve', 'token', '401: compare -username and -password'],
])(
  'says why there is no node: %s',
  async (user, token, text) => {
    const agent = swarm(['-name', 'n', '-username', user, '-password', token, '-retry', '2']);
    expect(await agent.exited).toBe('exit code 4');
    expect(agent.output).toContain(text);
    expect(agent.output.match(/SEVERE: The controller has made no node/g)).toHaveLength(2);
  },
  60_000,
);

test('says that the plugin is missing', async () => {
  controller.settings.swarmPlugin = false;
  const agent = swarm(['-name', 'n', ...withToken(), '-retry', '1']);
  expect(await agent.exited).toBe('exit code 4');
  expect(agent.output).toContain('the plugin "swarm" has to be installed on the controller');
}, 60_000);

test('--drain-timeout waits for what the controller says, as the user who made the node', async () => {
  const agent = swarm(['-name', 'n', ...withToken(), '--drain-timeout', '5m']);
  const node = await made(agent);
  const computer = await agent.expect('it was online', node.whenOnline());
  node.builds.add('job/p/7/');
  agent.kill('SIGTERM');
  await says(agent, 'Draining: waiting up to 5 minutes for p #7');
  expect(node.offlineReason).toContain('draining');
  node.builds.clear();
  expect((await computer.gone).orderly).toBe(true);
  expect(await agent.exited).toBe('exit code 143');
}, 60_000);
