import { expect, it } from 'vitest';
import { startBatchStep } from '../../tools/controller/calls/batch-step.js';
import { WineAgent } from './support/wine-agent.js';

const SCRIPT = `@echo off
for /l %%i in (1,1,3) do (
  echo line %%i
  ping -n 2 127.0.0.1 > nul
)
exit /b 42
`;
const LOG = 'line 1\r\nline 2\r\nline 3\r\n';

function collector() {
  const chunks: Buffer[] = [];
  const sink = { write: (bytes: Buffer) => void chunks.push(Buffer.from(bytes)), end: () => undefined };
  return { sink, text: () => Buffer.concat(chunks).toString() };
}

it('polls a bat step', async () => {
  const agent = await WineAgent.start();
  const { channel } = agent.computer;
  const step = await startBatchStep(channel, { workspace: `${agent.workDir}\\work space`, script: SCRIPT });
  const log = collector();
  expect(await step.poll(channel, log.sink)).toBe(42);
  expect(log.text()).toBe(LOG);
  await step.cleanUp(channel);
  expect(await agent.path(step.controlDirectory).exists()).toBe(false);
});

it.each([false, true])('watches a bat step; by WebSocket: %s', async (webSocket) => {
  const agent = await WineAgent.start({ webSocket });
  const { channel } = agent.computer;
  const step = await startBatchStep(channel, { workspace: `${agent.workDir}\\work space`, script: SCRIPT });
  const log = collector();
  const problems: Error[] = [];
  const end = await step.watch(channel, log.sink, { problem: (error) => problems.push(error) });
  expect(end).toEqual({ exitCode: 42, output: null });
  expect(log.text()).toBe(LOG);
  expect(problems).toEqual([]);
});

it('gives what a bat step prints to returnStdout', async () => {
  const agent = await WineAgent.start();
  const { channel } = agent.computer;
  const script = '@echo off\necho captured\necho logged 1>&2\n';
  const step = await startBatchStep(channel, { workspace: `${agent.workDir}\\ws`, script, returnStdout: true });
  const log = collector();
  const { exitCode, output } = await step.watch(channel, log.sink);
  expect({ exitCode, output: output?.toString(), log: log.text() }).toEqual({
    exitCode: 0,
    output: 'captured\r\n',
    log: 'logged \r\n',
  });
});
