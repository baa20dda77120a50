import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AgentProcess } from '../../tools/controller/agent-process.js';
import { DurableStep } from '../../tools/controller/calls/durable-step.js';
import type { Computer } from '../../tools/controller/computer.js';
import { Controller } from '../../tools/controller/controller.js';
import type { Node } from '../../tools/controller/node.js';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';
import { eventually } from '../support/processes.js';
import { collectingSink } from '../support/sinks.js';

const BUILD_MS = 120_000;
const TEST_MS = 120_000;

let executable: Executable;
let controller: Controller;
let node: Node;
let directory: string;
let agents: AgentProcess[];

beforeAll(async () => {
  executable = await buildExecutable();
}, BUILD_MS);
afterAll(() => executable.remove());
beforeEach(async () => {
  controller = await Controller.start();
  node = controller.addNode('builder');
  directory = await mkdtemp(join(tmpdir(), 'durable-'));
  agents = [];
});
afterEach(async () => {
  for (const agent of agents) await agent.stop();
  await controller.close();
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts an agent, always in the same work directory. */
async function startAgent(): Promise<{ agent: AgentProcess; computer: Computer }> {
  const options = ['-url', controller.url, '-name', node.name, '-secret', node.secret];
  const agent = AgentProcess.start(process.execPath, [
    executable.path,
    ...options,
    '-workDir',
    join(directory, 'work'),
  ]);
  agents.push(agent);
  return { agent, computer: await agent.expect('it was online', node.whenOnline()) };
}

async function kill({ agent, computer }: { agent: AgentProcess; computer: Computer }): Promise<void> {
  agent.kill('SIGKILL');
  await agent.exited;
  await computer.gone;
}

/** Prints numbered lines: some at once, some while nobody looks, the rest when there is a file `go`. */
const SCRIPT = `
i=0
while [ $i -lt 5000 ]; do echo "before $i äöü"; i=$((i+1)); done
until [ -e go ]; do sleep 0.05; done
while [ $i -lt 10000 ]; do echo "after $i"; i=$((i+1)); done
exit 9`;
const EXPECTED = Array.from({ length: 10_000 }, (_, i) => (i < 5000 ? `before ${i} äöü\n` : `after ${i}\n`)).join('');

/** Prints lines in stages, each begun by a file; in each some are on their way whenever its agent is killed. */
const STAGES = 5;
const STAGE_LINES = 400;
const STEADY = `
i=0
while [ $i -lt ${STAGES * STAGE_LINES} ]; do
  [ $((i % ${STAGE_LINES})) = 0 ] && until [ -e stage-$((i / ${STAGE_LINES})) ]; do sleep 0.05; done
  echo "line $i äöü"; i=$((i+1))
  [ $((i % 5)) = 0 ] && sleep 0.01
done
exit 9`;
const STEADY_OUTPUT = Array.from({ length: STAGES * STAGE_LINES }, (_, i) => `line ${i} äöü\n`).join('');

describe('a step whose agent is killed and started again', () => {
  test(
    'goes on without a byte lost or doubled when it is polled',
    async () => {
      const first = await startAgent();
      const step = await DurableStep.start(first.computer.channel, {
        workspace: join(directory, 'ws'),
        script: SCRIPT,
      });
      const log = collectingSink();
      await eventually(async () => {
        await step.writeLog(first.computer.channel, log);
        return log.bytes().length >= 1000;
      });
      await kill(first);
      await writeFile(join(directory, 'ws/go'), '');
      const second = await startAgent();
      expect(await step.poll(second.computer.channel, log)).toBe(9);
      expect(log.bytes().toString()).toBe(EXPECTED);
    },
    TEST_MS,
  );

  test(
    'goes on without a byte lost or doubled when it is watched, whenever that is',
    async () => {
      let running = await startAgent();
      const workspace = join(directory, 'ws');
      const step = await DurableStep.start(running.computer.channel, { workspace, script: STEADY });
      const log = collectingSink();
      for (let stage = 0; stage < STAGES; stage++) {
        const lost = step.watch(running.computer.channel, log);
        lost.catch(() => undefined);
        await writeFile(join(workspace, `stage-${stage}`), '');
        await eventually(() => log.bytes().includes(`line ${stage * STAGE_LINES + STAGE_LINES / 2} `));
        await kill(running);
        await expect(lost).rejects.toThrow();
        running = await startAgent();
      }
      expect(await step.watch(running.computer.channel, log)).toEqual({ exitCode: 9, output: null });
      expect(log.bytes().toString()).toBe(STEADY_OUTPUT);
    },
    TEST_MS,
  );

  test(
    'gives its result when it ended while there was no agent',
    async () => {
      const first = await startAgent();
      const step = await DurableStep.start(first.computer.channel, {
        workspace: join(directory, 'ws'),
        script: SCRIPT,
      });
      await kill(first);
      await writeFile(join(directory, 'ws/go'), '');
      await eventually(async () => {
        const result = await readFile(join(step.controlDirectory, 'jenkins-result.txt'), 'utf8').catch(() => '');
        return result === '9\n';
      });
      const second = await startAgent();
      const log = collectingSink();
      expect((await step.watch(second.computer.channel, log)).exitCode).toBe(9);
      expect(log.bytes().toString()).toBe(EXPECTED);
    },
    TEST_MS,
  );
});

test.each(['polled', 'watched'] as const)(
  '50 steps at once, each with a megabyte, are all whole when they are %s',
  async (mode) => {
    const { computer } = await startAgent();
    const line = 'x'.repeat(1023);
    const script = `i=0; while [ $i -lt 1024 ]; do echo ${line}; i=$((i+1)); done`;
    const steps = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        DurableStep.start(computer.channel, { workspace: join(directory, `ws${i}`), script }),
      ),
    );
    const expected = Buffer.from(`${line}\n`.repeat(1024));
    await Promise.all(
      steps.map(async (step) => {
        const log = collectingSink();
        const code =
          mode === 'polled'
            ? await step.poll(computer.channel, log, 250)
            : (await step.watch(computer.channel, log)).exitCode;
        expect(code).toBe(0);
        expect(log.bytes().equals(expected)).toBe(true);
      }),
    );
  },
  TEST_MS,
);
