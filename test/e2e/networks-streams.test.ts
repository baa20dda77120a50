/** The channels that launchers open: standard streams in both modes, -tcp and -connectTo, with the real executable. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Computer } from '../../tools/controller/computer.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import { defaultSettings } from '../../tools/controller/settings.js';
import { openStdio } from '../../src/transport/stdio/open.js';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';
import { eventually } from '../support/processes.js';

let executable: Executable;
let directory: string;
let agent: ChildProcess | undefined;

beforeAll(async () => {
  executable = await buildExecutable();
}, 60_000);
afterAll(() => executable.remove());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'networks-'));
});
afterEach(async () => {
  if (agent?.exitCode === null && agent.signalCode === null) {
    agent.kill('SIGKILL');
    await once(agent, 'exit');
  }
  await rm(directory, { recursive: true, force: true });
});

function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [executable.path, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  agent = child;
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const exit = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, exit, errors: () => errors };
}

async function controllerOn(stream: Duplex, mode: 'binary' | 'text'): Promise<Computer> {
  const { transport } = await openStdio(stream, { mode });
  const logger = { log: () => undefined, isLoggable: () => false };
  return new Computer(transport, { name: 'a1', cookie: '', settings: defaultSettings(), logger });
}

async function buildOn(computer: Computer): Promise<void> {
  await computer.online;
  const job = { name: 'j', script: 'mkdir out; echo x > out/x', workspace: join(directory, 'ws'), artifacts: 'out/x' };
  const report = await runFreestyleBuild(computer, job);
  expect(report.result).toBe('SUCCESS');
  expect(report.artifacts.get('out/x')?.toString()).toBe('x\n');
}

describe.each(['binary', 'text'] as const)('standard streams, %s', (mode) => {
  const words = mode === 'text' ? ['-text'] : [];

  test.each([[[]], [['--stdio']]])(
    'builds, and ends with its channel: %s',
    async (more: readonly string[]) => {
      const { child, exit, errors } = start(...words, ...more, '-workDir', directory);
      const computer = await controllerOn(Duplex.from({ readable: child.stdout, writable: child.stdin }), mode);
      await buildOn(computer);
      expect(errors()).toContain('channel started\n');
      expect(errors()).not.toContain('channel stopped');
      await computer.close();
      expect(await exit).toBe(0);
      expect(errors()).toMatch(/channel stopped\n$/);
      expect(existsSync(join(directory, 'remoting/logs/remoting.log.0'))).toBe(true);
    },
    60_000,
  );

  test('ends with success when the launcher is gone', async () => {
    const { child, exit, errors } = start(...words);
    const computer = await controllerOn(Duplex.from({ readable: child.stdout, writable: child.stdin }), mode);
    await computer.online;
    computer.disconnect(new Error('cut'));
    expect(await exit).toBe(0);
    expect(errors()).toMatch(/channel stopped\n$/);
  }, 60_000);
});

test('says which end came too early', async () => {
  const { child, exit, errors } = start();
  child.stdin.end('Welcome to this machine\n');
  expect(await exit).toBe(1);
  expect(errors()).toContain('unexpected stream termination');
  expect(errors()).toContain('no controller to connect to (-url or JENKINS_URL)');
  expect(errors()).not.toContain('channel started');
});

test('ends on SIGTERM in an orderly way', async () => {
  const { child, exit, errors } = start();
  const computer = await controllerOn(Duplex.from({ readable: child.stdout, writable: child.stdin }), 'binary');
  await computer.online;
  child.kill('SIGTERM');
  expect((await computer.gone).orderly).toBe(true);
  expect(await exit).toBe(143);
  expect(errors()).toMatch(/channel stopped\n$/);
});

test('-connectTo goes to the one who listens', async () => {
  const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { exit, errors } = start('-connectTo', `127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [socket] = (await once(server, 'connection')) as [Socket];
  const computer = await controllerOn(socket, 'binary');
  await buildOn(computer);
  await computer.close();
  expect(await exit).toBe(0);
  expect(errors()).toContain('The "-connectTo" argument is deprecated');
  expect(errors()).toMatch(/channel started\nchannel stopped\n$/);
  server.close();
}, 60_000);

test('-connectTo says when nobody listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const { exit, errors } = start('-connectTo', `127.0.0.1:${port}`);
  expect(await exit).toBe(1);
  expect(errors()).toContain('java.net.ConnectException: connect ECONNREFUSED');
});

test('-tcp tells its port, takes one connection, and removes the file', async () => {
  const file = join(directory, 'port');
  const { exit, errors } = start('-tcp', file);
  await eventually(async () => existsSync(file) && (await readFile(file, 'utf8')) !== '');
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^\d+$/);
  const computer = await controllerOn(connect(Number(text), '127.0.0.1'), 'binary');
  await buildOn(computer);
  expect(existsSync(file)).toBe(false);
  await computer.close();
  expect(await exit).toBe(0);
  expect(errors()).toMatch(/channel started\nchannel stopped\n$/);
}, 60_000);

test('-tcp ends on SIGTERM while it waits', async () => {
  const file = join(directory, 'port');
  const { child, exit } = start('-tcp', file);
  await eventually(() => existsSync(file));
  child.kill('SIGTERM');
  expect(await exit).toBe(143);
  expect(existsSync(file)).toBe(false);
});
