/** Durable steps go on when the agent ends, and the next agent reports how they ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startBatchStep } from '../../tools/controller/calls/batch-step.js';
import { WineAgent } from './support/wine-agent.js';

const SCRIPT = `@echo off
for /l %%i in (1,1,6) do (
  echo line %%i
  ping -n 3 127.0.0.1 > nul
)
exit /b 17
`;

it.each<[string, (agent: WineAgent) => Promise<unknown>]>([
  ['said goodbye', (agent) => agent.computer.close()],
  ['was killed', (agent) => (agent.process.kill(), agent.process.exited)],
])('of an agent that %s', async (_how, end) => {
  const agent = await WineAgent.start();
  const workspace = `${agent.workDir}\\work & space`;
  const step = await startBatchStep(agent.computer.channel, { workspace, script: SCRIPT });
  while (!(await agent.path(`${step.controlDirectory}\\jenkins-log.txt`).exists())) await sleep(100);
  await end(agent);
  await agent.startAgain();
  expect(await step.status(agent.computer.channel)).toBeNull();
  const chunks: Buffer[] = [];
  const sink = { write: (bytes: Buffer) => void chunks.push(Buffer.from(bytes)), end: () => undefined };
  expect(await step.watch(agent.computer.channel, sink)).toEqual({ exitCode: 17, output: null });
  const log = Buffer.concat(chunks).toString().split('\r\n');
  expect(log).toEqual([1, 2, 3, 4, 5, 6].map((i) => `line ${i}`).concat(''));
});
