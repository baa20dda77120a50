import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import { FilePath } from '../../tools/controller/calls/file-path.js';
import { Controller } from '../../tools/controller/controller.js';
import type { ControllerOptions } from '../../tools/controller/controller.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { createIdentity } from '../../tools/controller/identity.js';
import type { Node } from '../../tools/controller/node.js';
import { PROTOCOLS } from '../tools/controller/in-process-agent.js';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';

/** A reconnecting agent may wait several times 10 s. */
const RECONNECT_MS = 60_000;

let controller: Controller | undefined;
let directory: string;
let agents: AgentProcess[];

let executable: Executable;

beforeAll(async () => {
  executable = await buildExecutable();
});
afterAll(() => executable.remove());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'executable-'));
  agents = [];
});
afterEach(async () => {
  for (const agent of agents) await agent.stop();
  await controller?.close();
  await rm(directory, { recursive: true, force: true });
});

async function start(options?: ControllerOptions): Promise<Controller> {
  return (controller = await Controller.start(options));
}

function run(...args: readonly string[]): AgentProcess {
  const agent = AgentProcess.start(process.execPath, [executable.path, ...args]);
  agents.push(agent);
  return agent;
}

function optionsFor({ url }: Controller, node: Node): string[] {
  const options = ['-url', url, '-name', node.name, '-secret', node.secret, '-workDir', directory];
  return node.webSocket ? [...options, '-webSocket'] : options;
}

const says = (agent: AgentProcess, text: string) =>
  agent.expect(`it said: ${text}`, expect.poll(() => agent.output, { timeout: 30_000 }).toContain(text));

describe.each(PROTOCOLS)('over %s', (protocol) => {
  const webSocket = protocol === 'webSocket';

  test('connects, builds and ends with its connection', async () => {
    const server = await start();
    const node = server.addNode('a1', { webSocket });
    const agent = run(...optionsFor(server, node), '-noReconnect');
    const computer = await agent.expect('it was online', node.whenOnline());
    const job = {
      name: 'j',
      script: 'mkdir out; echo x > out/x',
      workspace: join(directory, 'ws'),
      artifacts: 'out/x',
    };
    const report = await runFreestyleBuild(computer, job);
    expect(report.result).toBe('SUCCESS');
    expect(report.artifacts.get('out/x')?.toString()).toBe('x\n');
    await computer.close();
    expect(await agent.exited).toBe('exit code 0');
  });

  test('comes back with its cookie when its connection is cut, and the build that ran is lost', async () => {
    const server = await start();
    const node = server.addNode('a1', { webSocket });
    const agent = run(...optionsFor(server, node));
    const computer = await agent.expect('it was online', node.whenOnline());
    const started = new FilePath(computer.channel, join(directory, 'started'));
    const job = { name: 'j', script: 'touch started; sleep 300', workspace: directory };
    const failed = expect(runFreestyleBuild(computer, job)).rejects.toThrow('channel is already closed');
    await expect.poll(() => started.exists(), { timeout: 20_000 }).toBe(true);
    computer.disconnect(new Error('cut'));
    await failed;
    const again = await agent.expect('it was online again', node.whenOnline(RECONNECT_MS));
    expect(again).not.toBe(computer);
    expect(node.offeredCookie).toBe(computer.cookie);
    expect(await runFreestyleBuild(again, { ...job, script: 'true' })).toMatchObject({ result: 'SUCCESS' });
  }, 120_000);

  test('is refused under an unknown name and with a wrong secret', async () => {
    const server = await start();
    const node = server.addNode('a1', { webSocket });
    const agent = run(...optionsFor(server, node).map((word) => (word === 'a1' ? 'a2' : word)));
    await says(agent, webSocket ? 'no such agent' : 'Unknown client name: a2');
    const options = optionsFor(server, node).map((word) => (word === node.secret ? '0'.repeat(64) : word));
    await says(run(...options), webSocket ? '403' : 'Authorization failure');
    expect(node.connections).toBe(0);
  });

  test('ends on SIGTERM, and the controller hears of it', async () => {
    const server = await start();
    const node = server.addNode('a1', { webSocket });
    const agent = run(...optionsFor(server, node));
    const computer = await agent.expect('it was online', node.whenOnline());
    agent.kill('SIGTERM');
    await computer.gone;
    await agent.exited;
  });

  test('reaches a controller behind HTTPS whose authority it was given', async () => {
    const server = await start({ https: true });
    const node = server.addNode('a1', { webSocket });
    const certificate = join(directory, 'ca.pem');
    await writeFile(certificate, server.authorityPem ?? '');
    const argsFile = join(directory, 'args');
    await writeFile(argsFile, `-cert\n@${certificate}\n`);
    const agent = run(...optionsFor(server, node), `@${argsFile}`);
    await agent.expect('it was online', node.whenOnline());
    expect(node.connections).toBe(1);
  });

  test('does not trust an authority of which it knows nothing', async () => {
    const server = await start({ https: true });
    const node = server.addNode('a1', { webSocket });
    const agent = run(...optionsFor(server, node));
    await expect.poll(() => agent.output, { timeout: 30_000 }).toMatch(/certificate/i);
    expect(node.connections).toBe(0);
  });
});

test('does not give its secret to a controller with another identity', async () => {
  const server = await start();
  const node = server.addNode('a1');
  const { publicKey } = await createIdentity();
  const options = ['-direct', `127.0.0.1:${server.tcpPort}`, '-instanceIdentity', publicKey];
  const agent = run(
    ...options,
    '-protocols',
    'JNLP4-connect',
    '-name',
    'a1',
    '-secret',
    node.secret,
    '-workDir',
    directory,
  );
  await says(agent, 'is not in the list of trusted keys');
  expect(node.connections).toBe(0);
});

test('keeps its log in the work directory', async () => {
  const server = await start();
  const node = server.addNode('a1');
  const agent = run(...optionsFor(server, node));
  await agent.expect('it was online', node.whenOnline());
  const log = join(directory, 'remoting/logs/remoting.log.0');
  await expect.poll(() => readFile(log, 'utf8')).toContain('INFO: Connected');
});
