/** Launching over a real channel, controller's side by the embedded controller. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { callableHandler } from '../../../src/callables/dispatch.js';
import { killProcesses, launch } from '../../../tools/controller/calls/launch.js';
import type { ByteSink } from '../../../src/remoting/call.js';
import { agentServices } from '../../support/agent-services.js';
import { channelPair } from '../../support/channel-pair.js';
import type { ChannelPair } from '../../support/channel-pair.js';
import { eventually, isRunning } from '../../support/processes.js';
import { collectingSink } from '../../support/sinks.js';

let pair: ChannelPair | undefined;
const connect = () => (pair = channelPair(callableHandler(agentServices())));
afterEach(async () => {
  await pair?.controller.close();
  pair = undefined;
});

const sh = (script: string, console: ByteSink, env = {}) => ({
  command: ['sh', '-c', script],
  workDir: '/tmp',
  console,
  env,
  quiet: true,
});

describe('a process launched over a channel', () => {
  it('has its log complete when the controller learns that it is over', async () => {
    const { controller } = connect();
    for (let round = 0; round < 20; round++) {
      const console = collectingSink();
      const process = await launch(
        controller,
        sh(`head -c 300000 /dev/zero; echo; echo end ${round} >&2; exit 7`, console),
      );
      expect(await process.join()).toBe(7);
      expect(console.bytes().length).toBe(300_000 + `\nend ${round}\n`.length);
      process.release();
    }
  });

  it('passes 100 MB on, no faster than the controller takes them', async () => {
    const { controller } = connect();
    const first = collectingSink();
    let size = 0;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const console: ByteSink = {
      write: async (bytes) => {
        if (size === 0) await first.write(bytes);
        size += bytes.length;
        if (size > 100) await gate;
      },
      end: () => undefined,
    };
    // The pid in a line of its own, time for it to arrive, then the shell is the process that writes.
    const script = 'echo $$$$; sleep 1; exec head -c 100000000 /dev/zero';
    const launched = await launch(controller, sh(script, console));
    await eventually(() => first.bytes().includes('\n'));
    const pid = Number(first.bytes().toString());
    const written = () => Number(/^wchar: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
    let last = -1;
    await eventually(async () => {
      const [before] = [last, await new Promise((resolve) => setTimeout(resolve, 300))];
      last = written();
      return last > 100_000 && last === before;
    });
    // The window of the stream, what its queues hold, and the pipe itself.
    expect(last).toBeLessThan(4 * 1024 * 1024);
    open();
    expect(await launched.join()).toBe(0);
    expect(size).toBe(100_000_000 + `${pid}\n`.length);
  }, 120_000);

  it('is killed when the controller does not wait any longer', async () => {
    const { controller } = connect();
    const console = collectingSink();
    const process = await launch(controller, sh('echo $$$$; sleep 100; :', console));
    await eventually(() => console.bytes().includes('\n'));
    const abort = new AbortController();
    const joined = process.join(abort.signal);
    abort.abort(new Error('the build was stopped'));
    await expect(joined).rejects.toThrow('the build was stopped');
    await eventually(() => !isRunning(Number.parseInt(console.bytes().toString(), 10)));
  }, 30_000);

  it('is found by its environment', async () => {
    const { controller } = connect();
    const console = collectingSink();
    const cookie = `cookie ${Math.random()}`;
    const process = await launch(controller, sh('setsid sleep 100 & echo $!; wait', console, { MY_COOKIE: cookie }));
    await eventually(() => console.bytes().includes('\n'));
    const pid = Number.parseInt(console.bytes().toString(), 10);
    await killProcesses(controller, {});
    await killProcesses(controller, { MY_COOKIE: 'another' });
    expect(isRunning(pid)).toBe(true);
    await killProcesses(controller, { MY_COOKIE: cookie });
    expect(isRunning(pid)).toBe(false);
    expect([0, 143]).toContain(await process.join());
  }, 30_000);

  it('lives on when the channel ends while nobody joins it, and dies when somebody does', async () => {
    const { controller } = connect();
    const consoles = [collectingSink(), collectingSink()] as const;
    await launch(controller, sh('echo $$$$; exec sleep 100', consoles[0]));
    const joined = await launch(controller, sh('echo $$$$; exec sleep 100', consoles[1]));
    const failed = expect(joined.join()).rejects.toThrow();
    await eventually(() => consoles.every((console) => console.bytes().includes('\n')));
    const [alone, awaited] = consoles.map((console) => Number.parseInt(console.bytes().toString(), 10)) as [
      number,
      number,
    ];
    await controller.close();
    await failed;
    await eventually(() => !isRunning(awaited));
    expect(isRunning(alone)).toBe(true);
    process.kill(alone, 'SIGKILL');
    await eventually(() => !isRunning(alone));
  }, 30_000);

  it('gives everything back', async () => {
    const { controller, agent } = connect();
    const round = async () => {
      const process = await launch(controller, sh('echo x', collectingSink()));
      await process.join();
      process.release();
    };
    const exported = () => `${controller.dumpExports()} ${agent.dumpExports()}`.replaceAll(/#\d+/g, '#');
    await round();
    await eventually(() => !/RemoteProcess|OutputStream/.test(exported()));
    const before = exported();
    for (let i = 0; i < 5; i++) await round();
    await eventually(() => exported() === before);
  });
});
