/** Which remoting version a real process reports, asked as core asks it: SlaveVersion is the first call on a new channel. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BUILT_IN_VERSION } from '../../src/agent/connect/remoting-version.js';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import { Controller } from '../../tools/controller/controller.js';
import type { ControllerSettings } from '../../tools/controller/settings.js';
import { PROTOCOLS } from '../tools/controller/in-process-agent.js';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';

let executable: Executable;
let directory: string;
let controller: Controller | undefined;
let agent: AgentProcess | undefined;

beforeAll(async () => {
  executable = await buildExecutable();
  directory = await mkdtemp(join(tmpdir(), 'remoting-version-'));
});
afterEach(async () => {
  await agent?.stop();
  await controller?.close();
});
afterAll(async () => {
  await executable.remove();
  await rm(directory, { recursive: true, force: true });
});

interface Start {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly webSocket?: boolean;
}

/** The version that an agent answers to a controller with these settings. */
async function reported(settings: Partial<ControllerSettings>, start: Start = {}): Promise<string | undefined> {
  const { args = [], env = {}, webSocket = false } = start;
  controller = await Controller.start({ settings });
  const node = controller.addNode('a1', { webSocket });
  const options = ['-url', controller.url, '-name', node.name, '-secret', node.secret, '-workDir', directory];
  const command = [executable.path, ...options, ...(webSocket ? ['-webSocket'] : []), ...args];
  agent = AgentProcess.start(process.execPath, command, { ...process.env, ...env });
  const computer = await agent.expect('it was online', node.whenOnline());
  return computer.facts?.version;
}

describe.each(PROTOCOLS)('over %s', (protocol) => {
  const webSocket = protocol === 'webSocket';

  test("is the version of the controller's own jar", async () => {
    expect(await reported({ remotingVersion: '9999.v1' }, { webSocket })).toBe('9999.v1');
  });

  test('is the built-in one where the controller has no jar', async () => {
    expect(await reported({ agentJar: 'missing' }, { webSocket })).toBe(BUILT_IN_VERSION);
  });

  test('is the built-in one where the jar never comes, which does not keep the agent from getting online', async () => {
    expect(await reported({ agentJar: 'stalled' }, { webSocket })).toBe(BUILT_IN_VERSION);
  });
});

describe('what the user asks for', () => {
  const settings = { remotingVersion: '9999.v1' };

  test('on the command line', async () => {
    expect(await reported(settings, { args: ['-remotingVersion', '4711.v2'] })).toBe('4711.v2');
  });

  test('in the environment', async () => {
    expect(await reported(settings, { env: { JENKINS_AGENT_REMOTING_VERSION: '4711.v3' } })).toBe('4711.v3');
  });

  test('in a configuration file', async () => {
    const file = join(directory, 'agent.yaml');
    await writeFile(file, 'remotingVersion: 4711.v4\n');
    expect(await reported(settings, { args: ['-config', file] })).toBe('4711.v4');
  });

  test('without the jar being asked for', async () => {
    expect(await reported({ agentJar: 'stalled' }, { args: ['-remotingVersion', '4711.v5'] })).toBe('4711.v5');
  });
});
