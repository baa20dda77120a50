/** The real executable reads its configuration again. */
import { existsSync } from 'node:fs';
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
beforeEach(async () => {
  controller = await start();
});

const online = (agent: AgentProcess, node: Node) => agent.expect('it was online', node.whenOnline());
const entry = ({ name, secret }: Node, more = '') => `  - { name: ${name}, secret: ${secret}${more} }\n`;
const NAME = `r${process.pid}`;

test('SIGUSR2 starts agents that were added, ends others when their builds are done, and replaces those that have changed', async () => {
  const [kept, gone, added] = ['kept', 'gone', 'added'].map((name) => controller.addNode(`${name}-${NAME}`));
  if (!kept || !gone || !added) expect.fail();
  const file = join(directory, 'agents.yaml');
  const write = (agents: string) => writeFile(file, `url: ${controller.url}\ndrainQuiet: 500ms\nagents:\n${agents}`);
  await write(entry(kept) + entry(gone));
  const agent = run(['--config', file]);
  const [first, busy] = [await online(agent, kept), await online(agent, gone)];
  const build = runFreestyleBuild(busy, {
    name: 'j',
    script: 'touch started; while [ ! -e go ]; do sleep 0.1; done',
    workspace: directory,
    env: { NODE_NAME: gone.name },
  });
  await expect.poll(() => existsSync(join(directory, 'started')), { timeout: 20_000 }).toBe(true);
  await write(entry(kept, ', webSocket: true') + entry(added));
  agent.kill('SIGUSR2');
  await online(agent, added);
  await first.gone;
  expect((await online(agent, kept)).protocol).toBe('WebSocket');
  expect(gone.computer).toBe(busy);
  await writeFile(join(directory, 'go'), '');
  expect((await build).result).toBe('SUCCESS');
  expect((await busy.gone).orderly).toBe(true);
  expect(agent.output).toContain(
    `Configuration read again: added ${added.name}; ending when their builds are done ${gone.name}; starting anew when their builds are done ${kept.name}`,
  );
  expect(await agent.stop()).toBe('exit code 143');
}, 60_000);

test('POST /reload tells what a broken file is, and changes nothing', async () => {
  const node = controller.addNode(NAME);
  const file = join(directory, 'agents.yaml');
  await writeFile(file, `url: ${controller.url}\nhealth: 0\nagents:\n${entry(node)}`);
  const agent = run(['--config', file]);
  const computer = await online(agent, node);
  const [, health = ''] = /Health at (\S+)/.exec(agent.output) ?? [];
  const reload = async () => {
    const response = await fetch(`${health}reload`, { method: 'POST' });
    return { status: response.status, text: await response.text() };
  };
  await writeFile(file, 'agents: {');
  expect(await reload()).toMatchObject({
    status: 400,
    text: expect.stringContaining(`nothing has changed: ${file}:1:`) as unknown,
  });
  await says(agent, 'WARNING: The configuration cannot be used, and nothing has changed');
  await writeFile(file, `url: ${controller.url}\nhealth: 0\nagents:\n${entry(node)}`);
  expect(await reload()).toEqual({ status: 200, text: 'Configuration read again: no agent has changed\n' });
  expect(computer.isOnline).toBe(true);
}, 60_000);
