import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBatchStep } from '../../tools/controller/calls/batch-step.js';
import { killProcesses } from '../../tools/controller/calls/launch.js';
import { NODE } from './support/wine.js';
import { WineAgent } from './support/wine-agent.js';

/** Writes a number into a file every second, for a minute and a half. */
const COUNTER = `@echo off
for /l %%i in (1,1,90) do (
  echo %%i > %1
  ping -n 2 127.0.0.1 > nul
)
`;

/**
 * Starts a batch file, and leaves it to itself when told so. (`start /b` would be another child: in Wine it is a program of its own,
 * which is gone by the time anybody looks, and with it who started the rest.)
 */
const STARTER = `
const [file, name, left] = process.argv.slice(2);
const child = require('node:child_process').spawn('cmd', ['/c', file, name], { detached: left === 'left', stdio: 'ignore' });
if (left === 'left') child.unref();
`;

/** Longer than what Windows takes for a second in the counter. */
const A_WHILE_MS = 4_000;

describe('killing on Windows', () => {
  let agent: WineAgent;
  let folder: string;
  const file = (name: string) => agent.path(`${folder}\\${name}`);

  beforeAll(async () => {
    const started = await WineAgent.startForAll();
    ({ agent } = started);
    folder = `${agent.workDir}\\kill`;
    await agent.path(folder).mkdirs();
    await file('counter.bat').write(COUNTER.replaceAll('\n', '\r\n'));
    await file('starter.js').write(STARTER);
    return started.end;
  });

  async function untilCounting(name: string): Promise<void> {
    while (!(await file(name).exists())) await sleep(100);
  }

  async function isCounting(name: string): Promise<boolean> {
    const before = await file(name).readToString();
    await sleep(A_WHILE_MS);
    return (await file(name).readToString()) !== before;
  }

  it('ends a process with what it started, with the exit code that winp gives', async () => {
    const command = [NODE, 'starter.js', 'counter.bat'];
    const { process } = await agent.launch([...command, 'one.txt'], { workDir: folder });
    await untilCounting('one.txt');
    const joined = process.join();
    await process.kill();
    expect(await joined).toBe(-1);
    expect(await isCounting('one.txt')).toBe(false);
    process.release();
  });

  it('finds by its environment what was launched', async () => {
    const env = { BUILD_ID: 'two' };
    const { process } = await agent.launch(['cmd', '/c', 'counter.bat two.txt'], { workDir: folder, env });
    await untilCounting('two.txt');
    await killProcesses(agent.computer.channel, { BUILD_ID: 'another' });
    expect(await isCounting('two.txt')).toBe(true);
    await killProcesses(agent.computer.channel, { BUILD_ID: 'two' });
    expect(await process.join()).toBe(-1);
    process.release();
  });

  it('finds what a process left behind, unless that was meant to stay', async () => {
    const env = { BUILD_ID: 'three' };
    await file('meant.bat').write('@set BUILD_ID=dontKillMe\r\n@call counter.bat %1\r\n');
    for (const [script, name] of Object.entries({ 'counter.bat': 'three-left.txt', 'meant.bat': 'three-meant.txt' })) {
      const command = [NODE, 'starter.js', `${folder}\\${script}`, name, 'left'];
      expect((await agent.run(command, { workDir: folder, env })).code).toBe(0);
      await untilCounting(name);
    }
    await killProcesses(agent.computer.channel, env);
    expect(await isCounting('three-left.txt')).toBe(false);
    expect(await isCounting('three-meant.txt')).toBe(true);
  });

  it('aborts a bat step: nothing of it runs on, and its files can be deleted', async () => {
    const { channel } = agent.computer;
    const script = `cd ${folder}\ncall counter.bat four.txt\n`;
    const step = await startBatchStep(channel, { workspace: `${folder}\\ws`, script });
    await untilCounting('four.txt');
    await step.stop(channel);
    expect(await isCounting('four.txt')).toBe(false);
    await step.cleanUp(channel);
    expect(await agent.path(step.controlDirectory).exists()).toBe(false);
  });
});
