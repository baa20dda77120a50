/** The executable on networks of a test: an embedded controller, and whatever is between the two. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import { Controller } from '../../tools/controller/controller.js';
import type { ControllerOptions } from '../../tools/controller/controller.js';
import { runFreestyleBuild } from '../../tools/controller/freestyle.js';
import type { Node } from '../../tools/controller/node.js';
import { buildExecutable } from './executable.js';
import type { Executable } from './executable.js';
import { startHttpProxy } from './http-proxy.js';
import type { HttpProxy } from './http-proxy.js';

/** Loopback addresses are never proxied: a name that only the proxy knows. */
export const FAR = 'controller.invalid';

let executable: Executable;
/** A folder of the present test. */
export let directory: string;
let closing: (() => Promise<unknown>)[] = [];

/** To be called once in a file of tests: builds the executable, and ends after each test what it started. */
export function useNetwork(): void {
  beforeAll(async () => {
    executable = await buildExecutable();
  }, 60_000);
  afterAll(() => executable.remove());
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'networks-'));
  });
  afterEach(async () => {
    for (const close of closing.reverse()) await close();
    closing = [];
    await rm(directory, { recursive: true, force: true });
  });
}

export async function start(options?: ControllerOptions): Promise<Controller> {
  const controller = await Controller.start(options);
  closing.push(() => controller.close());
  return controller;
}

export async function startProxy(credentials?: string): Promise<HttpProxy> {
  const proxy = await startHttpProxy(credentials);
  closing.push(() => proxy.close());
  return proxy;
}

/** What starts the executable. */
export function agentCommand(): [string, ...string[]] {
  return [process.execPath, executable.path];
}

/** Starts an agent in an environment without anything about proxies or controllers but what is given. */
export function run(words: readonly string[], env: Readonly<Record<string, string>> = {}): AgentProcess {
  return runBy((command) => command, words, env);
}

/** The same by another command, which gets the one that it is to start. */
export function runBy(
  wrap: (command: readonly [string, ...string[]]) => readonly [string, ...string[]],
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): AgentProcess {
  const kept = Object.entries(process.env).filter(([name]) => !/proxy|JENKINS|REMOTING|JAVA_OPTS/i.test(name));
  const environment = { ...Object.fromEntries(kept), ...env };
  const [program, ...rest] = wrap([...agentCommand(), ...words]);
  const agent = AgentProcess.start(program, rest, environment);
  closing.push(() => agent.stop());
  return agent;
}

export const who = (node: Node) => ['-name', node.name, '-secret', node.secret];
export const far = ({ url }: Controller) => url.replace('127.0.0.1', FAR);

export async function builds(agent: AgentProcess, node: Node): Promise<void> {
  const computer = await agent.expect('it was online', node.whenOnline());
  const job = { name: 'j', script: 'echo done', workspace: join(directory, 'ws') };
  expect((await agent.expect('the build was done', runFreestyleBuild(computer, job))).result).toBe('SUCCESS');
}

export const says = (agent: AgentProcess, text: string) =>
  agent.expect(`it said: ${text}`, expect.poll(() => agent.output, { timeout: 30_000 }).toContain(text));
