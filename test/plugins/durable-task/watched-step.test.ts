import { mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callableHandler } from '../../../src/callables/dispatch.js';
import { DurableStep } from '../../../tools/controller/calls/durable-step.js';
import { arrayList } from '../../../src/serial/jdk.js';
import { declareClass } from '../../../src/serial/declare.js';
import { agentServices } from '../../support/agent-services.js';
import { channelPair } from '../../support/channel-pair.js';
import type { ChannelPair } from '../../support/channel-pair.js';
import { eventually } from '../../support/processes.js';
import { collectingSink } from '../../support/sinks.js';
import { bindingFilter, quotedPattern } from '../workflow/support.js';

let home: string;
let workspace: string;
const pairs: ChannelPair[] = [];

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'watched-')));
  workspace = join(home, 'ws');
});
afterEach(async () => {
  for (const { controller } of pairs.splice(0)) await controller.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** A channel to an agent of its own. */
function connect(): ChannelPair {
  const pair = channelPair(callableHandler(agentServices()));
  pairs.push(pair);
  return pair;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** What the agent has written down as sent; 0 for nothing yet. */
async function lastLocation(step: DurableStep): Promise<number> {
  const file = join(step.controlDirectory, 'last-location.txt');
  return (await exists(file)) ? Number(await readFile(file, 'utf8')) : 0;
}

/** Prints a line, waits for a file `go`, prints another and ends. */
const TWO_LINES = 'echo one; until [ -e go ]; do sleep 0.05; done; printf two; exit 3';

describe('a step that is polled', () => {
  it('gives its log, its exit code and what it printed', async () => {
    const { controller } = connect();
    const step = await DurableStep.start(controller, { workspace, script: 'echo a; echo b >&2; exit 5' });
    const log = collectingSink();
    expect(await step.poll(controller, log)).toBe(5);
    expect(log.bytes().toString()).toBe('a\nb\n');
    await step.cleanUp(controller);
    expect(await exists(step.controlDirectory)).toBe(false);
  });

  it('goes on while there is no agent', async () => {
    const first = connect();
    const step = await DurableStep.start(first.controller, { workspace, script: TWO_LINES });
    const log = collectingSink();
    await eventually(async () => {
      await step.writeLog(first.controller, log);
      return log.bytes().length > 0;
    });
    await first.controller.close();
    await writeFile(join(workspace, 'go'), '');
    const second = connect();
    expect(await step.poll(second.controller, log)).toBe(3);
    expect(log.bytes().toString()).toBe('one\ntwo');
  });

  it('is killed by its cookie', async () => {
    const { controller } = connect();
    const step = await DurableStep.start(controller, { workspace, script: 'echo started; sleep 600' });
    const log = collectingSink();
    await eventually(async () => {
      await step.writeLog(controller, log);
      return log.bytes().length > 0;
    });
    await step.stop(controller);
    expect(await step.poll(controller, log)).toBe(143);
  });

  it('fails for a result that is no number', async () => {
    const { controller } = connect();
    const step = await DurableStep.start(controller, { workspace, script: 'true' });
    await step.poll(controller, collectingSink());
    await writeFile(join(step.controlDirectory, 'jenkins-result.txt'), 'x1\n');
    await expect(step.status(controller)).rejects.toThrow(
      `corrupted content in ${step.controlDirectory}/jenkins-result.txt: java.lang.NumberFormatException: For input string: "x1"`,
    );
    await writeFile(join(step.controlDirectory, 'jenkins-result.txt'), '3221225794\n');
    expect(await step.status(controller)).toBe(0x7fff_ffff);
    await writeFile(join(step.controlDirectory, 'jenkins-result.txt'), ' \n');
    expect(await step.status(controller)).toBeNull();
  });
});

describe('a step that is watched', () => {
  it('reports its log and then its end, and its files are deleted', async () => {
    const { controller } = connect();
    const step = await DurableStep.start(controller, { workspace, script: 'echo a; printf b; exit 4' });
    const log = collectingSink();
    expect(await step.watch(controller, log)).toEqual({ exitCode: 4, output: null });
    // The last line is ended when the step is.
    expect(log.bytes().toString()).toBe('a\nb\n');
    await eventually(async () => !(await exists(step.controlDirectory)));
  });

  it('reports what it was to capture', async () => {
    const { controller } = connect();
    const step = await DurableStep.start(controller, {
      workspace,
      script: 'echo out; echo err >&2',
      returnStdout: true,
    });
    const log = collectingSink();
    const end = await step.watch(controller, log);
    expect(end.output?.toString()).toBe('out\n');
    expect(log.bytes().toString()).toBe('err\n');
  });

  it('continues after the loss of the channel where the controller had come to', async () => {
    const first = connect();
    const step = await DurableStep.start(first.controller, { workspace, script: TWO_LINES });
    const log = collectingSink();
    const lost = step.watch(first.controller, log);
    lost.catch(() => undefined);
    await eventually(async () => (await lastLocation(step)) === 4);
    await first.controller.close();
    await expect(lost).rejects.toThrow();
    const second = connect();
    const resumed = step.watch(second.controller, log);
    await writeFile(join(workspace, 'go'), '');
    expect((await resumed).exitCode).toBe(3);
    expect(log.bytes().toString()).toBe('one\ntwo\n');
  });

  it('sends again what was on its way when the connection broke', async () => {
    const first = connect();
    const step = await DurableStep.start(first.controller, { workspace, script: TWO_LINES });
    const log = collectingSink();
    const lost = step.watch(first.controller, log);
    lost.catch(() => undefined);
    await eventually(async () => (await lastLocation(step)) === 4);
    first.agentTransport.muted = true;
    await writeFile(join(workspace, 'go'), '');
    await eventually(async () => (await lastLocation(step)) === 7);
    first.agentTransport.destroy(new Error('the network is gone'));
    await eventually(async () => (await lastLocation(step)) === 4);
    const second = connect();
    expect((await step.watch(second.controller, log)).exitCode).toBe(3);
    expect(log.bytes().toString()).toBe('one\ntwo\n');
  });

  it('goes on from a place that the official agent wrote down', async () => {
    const { controller } = connect();
    const step = await DurableStep.start(controller, { workspace, script: 'echo one; echo two' });
    await writeFile(join(step.controlDirectory, 'last-location.txt'), '4');
    const log = collectingSink();
    await step.watch(controller, log);
    expect(log.bytes().toString()).toBe('two\n');
  });

  it('is watched once, however often the controller asks', async () => {
    const { controller } = connect();
    const step = await DurableStep.start(controller, { workspace, script: TWO_LINES });
    const log = collectingSink();
    void step.watch(controller, log);
    await eventually(() => log.bytes().length > 0);
    const again = step.watch(controller, log);
    await writeFile(join(workspace, 'go'), '');
    expect((await again).exitCode).toBe(3);
    expect(log.bytes().toString()).toBe('one\ntwo\n');
  });

  it('masks secrets, and never writes down a place within a line', async () => {
    const { controller } = connect();
    const step = await DurableStep.start(controller, {
      workspace,
      script: 'echo a s3cret; printf "b s3c"; until [ -e go ]; do sleep 0.05; done; echo ret',
    });
    const log = collectingSink();
    const decorators = arrayList([bindingFilter(quotedPattern(['s3cret']), 'UTF-8')]);
    const end = step.watch(controller, log, { decorators });
    await eventually(() => log.bytes().length > 0);
    const logFile = join(step.controlDirectory, 'jenkins-log.txt');
    await eventually(async () => (await stat(logFile)).size === 14);
    expect(await lastLocation(step)).toBe(9);
    await writeFile(join(workspace, 'go'), '');
    await end;
    expect(log.bytes().toString()).toBe('a ****\nb ****\n');
  });

  it('fails, and prints nothing, when a filter of its log is not known', async () => {
    const { controller } = connect();
    const step = await DurableStep.start(controller, { workspace, script: 'echo secret; sleep 600' });
    const log = collectingSink();
    const problems: Error[] = [];
    const decorators = arrayList([declareClass({ name: 'com.example.Masker', suid: 1n }).create({})]);
    const end = await step.watch(controller, log, { decorators, problem: (error) => problems.push(error) });
    expect(end.exitCode).toBe(-1);
    // What was not asked for: the controller fails a step for it whatever its exit code.
    expect(end.output).toEqual(Buffer.alloc(0));
    expect(problems[0]?.message).toContain('com.example.Masker is not known');
    expect(log.bytes().length).toBe(0);
    await eventually(async () => !(await exists(step.controlDirectory)));
  });

  it('reports a log that cannot be written once, and still its end', async () => {
    const { controller } = connect();
    const step = await DurableStep.start(controller, { workspace, script: TWO_LINES });
    const problems: Error[] = [];
    const broken = { write: () => Promise.reject(new Error('disk full')), end: () => undefined };
    const end = step.watch(controller, broken, { problem: (error) => problems.push(error) });
    await eventually(() => problems.length > 0);
    await writeFile(join(workspace, 'go'), '');
    expect((await end).exitCode).toBe(3);
    expect(problems.length).toBe(1);
  });

  it('streams a log that grows, in order', async () => {
    const { controller } = connect();
    const step = await DurableStep.start(controller, {
      workspace,
      script: 'i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done',
    });
    const log = collectingSink();
    await step.watch(controller, log);
    const lines = log.bytes().toString().split('\n');
    expect(lines.length).toBe(20_001);
    expect(lines.every((line, at) => line === (at < 20_000 ? `line ${at}` : ''))).toBe(true);
  });
});
