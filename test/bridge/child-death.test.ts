import { describe, expect, it } from 'vitest';
import { exportInput, exportOutput, exportPipeWriter } from '../../src/remoting/exports.js';
import { exportPipeReader } from '../../src/remoting/pipe-pump.js';
import type { JavaValue } from '../../src/serial/model.js';
import { collectingSink } from '../support/sinks.js';
import { isRunning } from '../support/processes.js';
import { SOON, callable, javaThat, makeFakeJava, openBridge, outputOf, proxyOf } from './bridge.js';
import type { Bridge } from './bridge.js';

/** What Java works on in the background, settled or not. */
async function sleeper({ ask }: Bridge): Promise<{ readonly sleeping: Promise<JavaValue> }> {
  const sleeping = ask('Sleep');
  sleeping.catch(() => undefined);
  await expect.poll(() => ask('Ran'), SOON).toContain('test.Sleep');
  return { sleeping };
}

/** Asserts that the agent lives on, and that the next class that is not known is run by another process. */
async function goesOn({ ask, controller }: Bridge, former: number): Promise<void> {
  expect(await controller.call(callable('hudson.slaves.SlaveComputer$DetectDefaultCharset'))).toBe('UTF-8');
  expect(await ask('Echo', 'again')).toBe('again');
  expect(Number(await ask('ProcessId'))).not.toBe(former);
  expect(isRunning(former)).toBe(false);
}

describe('the end of the Java process', () => {
  it.each([
    ['Exit', /has ended: it ended with exit code 3/],
    ['OutOfMemory', /exit code 1 \(.*java\.lang\.OutOfMemoryError: Java heap space\)/],
    ['Nonsense', /has ended: it spoke nonsense: .*, and was killed/],
    ['UnknownCommand', /spoke nonsense: test\.Command is no command, and was killed/],
    ['CommandWithoutId', /spoke nonsense: hudson\.remoting\.Response\.id is not an int, and was killed/],
  ])('by %s fails what it works on, and nothing else', async (name, text) => {
    const bridge = await openBridge();
    const former = Number(await bridge.ask('ProcessId'));
    const { sleeping } = await sleeper(bridge);
    await expect(bridge.ask(name)).rejects.toMatchObject({ javaClass: 'java.io.IOException' });
    await expect(sleeping).rejects.toThrow(text);
    await goesOn(bridge, former);
  });

  it('by somebody who kills it, as a build may do to all that has its environment', async () => {
    const bridge = await openBridge();
    const former = Number(await bridge.ask('ProcessId'));
    const { sleeping } = await sleeper(bridge);
    process.kill(former, 'SIGTERM');
    await expect(sleeping).rejects.toThrow(/has ended: it was ended by SIGTERM/);
    await goesOn(bridge, former);
  });

  it('comes when it gives no sign of life while it is needed', async () => {
    const bridge = await openBridge({}, { patience: { everyMs: 20, answerMs: 4000 } });
    const former = Number(await bridge.ask('ProcessId'));
    const { sleeping } = await sleeper(bridge);
    process.kill(former, 'SIGSTOP');
    await expect(sleeping).rejects.toThrow(/it gave no sign of life for 4 s and was killed/);
    await goesOn(bridge, former);
  });

  it('wakes those that wait to write to it, and those that write to what it has left', async () => {
    const bridge = await openBridge();
    const stuck = outputOf(bridge, await bridge.ask('StuckSink'));
    const idle = outputOf(bridge, await bridge.ask('Sink'));
    const pid = Number(await bridge.ask('ProcessId'));
    await stuck.write(Buffer.alloc(1024 * 1024));
    const waiting = stuck.write(Buffer.alloc(1024 * 1024));
    waiting.catch(() => undefined);
    // A request would wait for what was written before it.
    process.kill(pid, 'SIGKILL');
    await expect(waiting).rejects.toThrow(/already closed/);
    // By now another child may have taken its place.
    expect(await bridge.ask('Echo', 'again')).toBe('again');
    const writing = (async () => {
      for (;;) await idle.write(Buffer.alloc(100_000));
    })();
    await expect(writing).rejects.toThrow(/already closed/);
  });

  it('gives back what the controller had exported for it', async () => {
    const bridge = await openBridge();
    expect(await bridge.ask('Echo', 'up')).toBe('up');
    const before = bridge.controller.exports.size;
    const sink = collectingSink();
    const endless = async function* (): AsyncGenerator<Buffer> {
      for (;;) yield await Promise.resolve(Buffer.alloc(1000));
    };
    const { controller } = bridge;
    const sleeping = [
      bridge.ask('Sleep', exportPipeWriter(controller, sink)),
      bridge.ask('Sleep', exportOutput(controller, collectingSink())),
      bridge.ask('Sleep', exportInput(controller, endless())),
      bridge.ask('Sleep', exportPipeReader(controller, endless())),
    ];
    const settled = Promise.allSettled(sleeping);
    await expect(bridge.ask('Exit')).rejects.toThrow(/exit code 3/);
    await settled;
    await expect.poll(() => sink.error?.message, SOON).toMatch(/The writer of the pipe has ended/);
    await expect.poll(() => controller.exports.size, SOON).toBe(before);
  });

  it('leaves nothing of its objects to the next', async () => {
    const bridge = await openBridge();
    const greeter = proxyOf(bridge, await bridge.ask('MakeGreeter'));
    await expect(bridge.ask('Exit')).rejects.toThrow(/exit code 3/);
    const greet = () => greeter.invoke('test.Greeter', 'greet', ['java.lang.String'], ['you']);
    await expect(greet()).rejects.toThrow(/Invalid object ID/);
    const next = proxyOf(bridge, await bridge.ask('MakeGreeter'));
    expect(next.oid).toBeGreaterThan(greeter.oid);
    await expect(greet()).rejects.toThrow(/Invalid object ID/);
    expect(await next.invoke('test.Greeter', 'greet', ['java.lang.String'], ['you'])).toBe('hello you');
  });

  it('takes the answers to its requests with it, however late they come', async () => {
    const late: ((value: string) => void)[] = [];
    const answerLate = (): Promise<string> => new Promise((resolve) => late.push(resolve));
    const bridge = await openBridge({}, {}, {}, { 'test.Late': answerLate });
    await expect(bridge.ask('CallBackAndExit')).rejects.toThrow(/exit code 4/);
    // The next child counts from where that one did.
    const second = bridge.ask('CallLate');
    await expect.poll(() => late.length, SOON).toBe(2);
    late[0]?.('for the first');
    expect(await bridge.ask('CallBack')).toBe('at the controller: test.AtController');
    late[1]?.('for the second');
    expect(await second).toBe('for the second');
  });

  it('takes the processes that it has started along when it is killed', async () => {
    const bridge = await openBridge({}, { patience: { everyMs: 20, answerMs: 4000 } });
    const former = Number(await bridge.ask('ProcessId'));
    const grandchild = Number(await bridge.ask('StartProcess'));
    process.kill(former, 'SIGSTOP');
    await expect(bridge.ask('Sleep')).rejects.toThrow(/no sign of life/);
    await expect.poll(() => isRunning(grandchild), SOON).toBe(false);
  });
});

describe('a Java that cannot be started', () => {
  it.each([
    [
      'echo "Unrecognized option: -XX:Foo" >&2; exit 1',
      /does not start: it ended with exit code 1 \(Unrecognized option: -XX:Foo\)/,
    ],
    ['echo hello; exec sleep 0', /does not start: it ended with exit code 0/],
    ['kill -9 $$', /does not start: it was ended by SIGKILL/],
    [
      `printf '<===[JENKINS REMOTING CAPACITY]===>rO0ABXNyABpodWRzb24ucmVtb3RpbmcuQ2FwYWJpbGl0eQAAAAAAAAABAgABSgAEbWFza3hwAAAAAAAAAIA=\\0\\0\\0\\0'; exec sleep 60`,
      /does not start: it is too old for this controller: it lacks the features 0x17e/,
    ],
  ])('(%s) fails the request in words, and the next one tries again', async (does, text) => {
    const bridge = await openBridge({ java: javaThat(does) });
    await expect(bridge.ask('Echo', 'a')).rejects.toThrow(text);
    await expect(bridge.ask('Echo', 'a')).rejects.toThrow(/test\.Echo is not known .* could not be run by Java either/);
    expect(await bridge.controller.call(callable('hudson.slaves.SlaveComputer$DetectDefaultCharset'))).toBe('UTF-8');
    const told = bridge.logger.records.filter(
      ({ level, message }) => level === 'WARNING' && message.includes('test.Echo'),
    );
    expect(told).toHaveLength(1);
  });

  it('as it is not there, or too old for the class, is told apart', async () => {
    const missing = await openBridge({ java: '/no/such/java' });
    await expect(missing.ask('Echo')).rejects.toThrow(/there is no Java 8 or later at \/no\/such\/java/);
    const classOfJava21 = Buffer.from('cafebabe00000041', 'hex');
    const old = await openBridge({}, { controllerClass: () => Promise.resolve(classOfJava21) });
    await expect(old.ask('Echo')).rejects.toThrow(/there is no Java 21 or later at .*java is Java 17\.0\.1/);
    const java = await makeFakeJava();
    const levels: Record<string, Buffer> = { 'test.Fail': classOfJava21 };
    const mixed = await openBridge({ java }, { controllerClass: (name) => Promise.resolve(levels[name] ?? null) });
    expect(await mixed.ask('Echo', 'a')).toBe('a');
    await expect(mixed.ask('Fail')).rejects.toThrow(/it needs Java 21 or later, and the one that runs is 17\.0\.1/);
    expect(await mixed.ask('Echo', 'b')).toBe('b');
  });
});

describe('Java that nobody needs', () => {
  it('is ended after a while, and started again when it is needed', async () => {
    const bridge = await openBridge({ idleMs: 1 });
    const former = Number(await bridge.ask('ProcessId'));
    await expect.poll(() => isRunning(former), SOON).toBe(false);
    await goesOn(bridge, former);
  });

  it('stays as long as the controller has something of it', async () => {
    const bridge = await openBridge({ idleMs: 1 });
    const greeter = proxyOf(bridge, await bridge.ask('MakeGreeter'));
    const former = Number(await bridge.ask('ProcessId'));
    for (let i = 0; i < 20; i++) expect(await bridge.ask('Echo', 'a')).toBe('a');
    expect(Number(await bridge.ask('ProcessId'))).toBe(former);
    greeter.release();
    await expect.poll(() => isRunning(former), SOON).toBe(false);
  });

  it('ends with the channel, even if it does not listen', async () => {
    const bridge = await openBridge();
    const former = Number(await bridge.ask('ProcessId'));
    process.kill(former, 'SIGSTOP');
    await bridge.controller.close();
    await expect.poll(() => isRunning(former), SOON).toBe(false);
  });
});
