import { describe, expect, it } from 'vitest';
import { exportInput, exportObject, exportOutput, exportPipeWriter, exportSink } from '../../src/remoting/exports.js';
import { exportPipeReader } from '../../src/remoting/pipe-pump.js';
import { FIRST_OWN_ID } from '../../src/remoting/relay.js';
import { BYTE_PIPE } from '../../src/remoting/pipe-commands.js';
import { PipeInput } from '../../src/remoting/pipe-input.js';
import { PipeOutput } from '../../src/remoting/pipe-output.js';
import { readStreamRef } from '../../src/remoting/remote-refs.js';
import { readProxy } from '../../src/remoting/wire/proxy-class.js';
import { USER_RPC_REQUEST } from '../../src/remoting/wire/command-classes.js';
import { PIPE_CONNECT } from '../../src/remoting/wire/stream-classes.js';
import { collectingSink } from '../support/sinks.js';
import type { JavaObject, JavaValue } from '../../src/serial/model.js';
import { objectArray, stringArray } from '../../src/serial/jdk.js';
import type { Bridge } from './bridge.js';
import type { JavaInUse } from '../../src/bridge/options.js';
import { controllerPath, object } from '../jenkins/file-path/request.js';
import { SOON, callable, openBridge, outputOf, proxyOf } from './bridge.js';

const STRING = ['java.lang.String'];

async function* pieces(count: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < count; i++) yield Buffer.alloc(40_000, 'x');
  await Promise.resolve();
}

describe('a class that is not known here', () => {
  it('is run by Java, and one that is known is not', async () => {
    const bridge = await openBridge();
    expect(await bridge.ask('Echo', 'a')).toBe('a');
    expect(await bridge.controller.call(callable('hudson.slaves.SlaveComputer$DetectDefaultCharset'))).toBe('UTF-8');
    expect(await bridge.ask('Ran')).toBe('test.Echo test.Ran');
    expect(Object.fromEntries(bridge.relayed)).toEqual({ 'test.Echo': 1, 'test.Ran': 1 });
    const told = bridge.logger.records.map(({ message }) => message).filter((text) => text.includes('test.Echo'));
    expect(told).toEqual([expect.stringMatching(/^test\.Echo is not known .* Java 17\.0\.1 .* runs it.* -java never/)]);
  });

  it('is seen from outside while a Java process is there for it', async () => {
    const seen: (JavaInUse | undefined)[] = [];
    const bridge = await openBridge({}, { inUse: (java) => seen.push(java) });
    expect(await bridge.ask('Echo', 'up')).toBe('up');
    expect(seen).toMatchObject([{ version: '17.0.1', running: 0 }]);
    const sleeping = bridge.ask('Sleep');
    await expect.poll(() => seen[0]?.running, SOON).toBe(1);
    const ends = await Promise.allSettled([bridge.ask('Exit'), sleeping]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(seen[1]).toBe(undefined);
  });

  it('is left alone where whoever decides says so', async () => {
    const bridge = await openBridge(
      {},
      { beforeRelay: (className) => Promise.reject(new Error(`${className} may not`)) },
    );
    await expect(bridge.ask('Echo', 'a')).rejects.toThrow(/could not be run by Java either: test\.Echo may not/);
    expect(bridge.relayed.size).toBe(0);
  });

  it('fails as Java says', async () => {
    const { ask } = await openBridge();
    await expect(ask('Fail')).rejects.toThrow(/as asked/);
  });

  it('is asked for many times at once, beside those that are known', async () => {
    const { ask, controller } = await openBridge();
    const known = () => controller.call(callable('hudson.slaves.SlaveComputer$DetectDefaultCharset'));
    const all = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? ask('Echo', `${i}`) : known()));
    const answers = await Promise.all(all);
    expect(answers).toEqual(Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? `${i}` : 'UTF-8')));
  });

  it('is cancelled there', async () => {
    const bridge = await openBridge();
    expect(await bridge.ask('Echo', 'up')).toBe('up');
    const abort = new AbortController();
    const sleeping = bridge.ask('Sleep', null, abort.signal);
    await expect.poll(() => bridge.ask('Ran'), SOON).toContain('test.Sleep');
    abort.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    expect(await bridge.ask('Echo', 'still there')).toBe('still there');
  });
});

describe('a class that is known', () => {
  const list = (directory: string, filter: string): JavaObject =>
    object('hudson.FilePath$FileCallableWrapper', {
      callable: object('hudson.FilePath$ListFilter', { filter: callable(filter) }),
      filePath: controllerPath(directory),
    });

  it('is run by Java when something in it is not known, and nothing of it has been done here', async () => {
    const bridge = await openBridge();
    const listing = bridge.controller.call(list('/', 'test.Filter'));
    await expect(listing).rejects.toThrow(/hudson\.FilePath\$FileCallableWrapper/);
    expect(await bridge.ask('Ran')).toBe('hudson.FilePath$FileCallableWrapper test.Ran');
    expect(bridge.relayed.get('test.Filter')).toBe(1);
  });
});

describe('what earlier requests have left behind', () => {
  it('reaches Java before anything else, which may ask the controller for what it needs for it', async () => {
    const bridge = await openBridge();
    await bridge.controller.call(callable('hudson.slaves.SlaveComputer$SlaveInitializer', null));
    expect(await bridge.ask('Ran')).toBe('hudson.slaves.SlaveComputer$SlaveInitializer test.Ran');
  });

  it('and later ones leave reaches it, too', async () => {
    const bridge = await openBridge();
    expect(await bridge.ask('Echo', 'up')).toBe('up');
    await bridge.controller.call(callable('hudson.slaves.SlaveComputer$SlaveInitializer', null));
    await expect.poll(() => bridge.ask('Ran'), SOON).toContain('$SlaveInitializer');
  });
});

describe('properties of the channel', () => {
  const property = ({ controller }: Bridge, method: string): Promise<JavaValue> =>
    controller.invoke(1, 'hudson.remoting.IChannel', method, ['java.lang.Object'], ['test.property']);

  it('are those of Java, too', async () => {
    const bridge = await openBridge();
    expect(await property(bridge, 'getProperty')).toBe(null);
    await bridge.ask('SetProperty', 'a');
    expect(await property(bridge, 'getProperty')).toBe('a');
    expect(await property(bridge, 'waitForProperty')).toBe('a');
  });

  it('are waited for, whoever sets them and whenever Java starts', async () => {
    const bridge = await openBridge();
    const waiting = property(bridge, 'waitForProperty');
    expect(await bridge.ask('Echo', 'up')).toBe('up');
    await bridge.ask('SetProperty', 'a');
    expect(await waiting).toBe('a');
  });
});

describe('streams', () => {
  it('of the controller are written to and read there', async () => {
    const bridge = await openBridge();
    const sink = collectingSink();
    await bridge.ask('Write', exportOutput(bridge.controller, sink));
    expect(sink.bytes().length).toBe(10_000_000);
    const piped = collectingSink();
    await bridge.ask('Write', exportPipeWriter(bridge.controller, piped));
    expect(piped.bytes().length).toBe(10_000_000);
    await expect.poll(() => piped.ended, SOON).toBe(true);
    expect(await bridge.ask('Read', exportInput(bridge.controller, pieces(50)))).toBe('2000000');
    expect(await bridge.ask('Read', exportPipeReader(bridge.controller, pieces(50)))).toBe('2000000');
  });

  it('of Java are written to and read by the controller', async () => {
    const bridge = await openBridge();
    const output = outputOf(bridge, await bridge.ask('Sink'));
    for await (const bytes of pieces(100)) await output.write(bytes);
    await output.delivered();
    output.close();
    const ref = readStreamRef(await bridge.ask('Source'));
    expect(ref?.kind).toBe('pipeReader');
    const input = new PipeInput(undefined);
    const oidPos = exportSink(bridge.controller, input);
    bridge.controller.send(PIPE_CONNECT.create({ createdAt: null, oidPos, oidRos: ref?.oid ?? 0 }));
    let length = 0;
    for await (const bytes of input) length += bytes.length;
    expect(length).toBe(3_000_000);
  });

  it('have each its own window when Java and the agent write to the same one', async () => {
    const bridge = await openBridge();
    const sink = collectingSink();
    // A reference for each that writes to it.
    const stream = () => exportOutput(bridge.controller, sink);
    const ours = new PipeOutput(bridge.agent, readStreamRef(stream())?.oid ?? 0, BYTE_PIPE, undefined);
    const writing = (async () => {
      for (let i = 0; i < 200; i++) await ours.write(Buffer.alloc(50_000, 'o'));
      await ours.delivered();
    })();
    await Promise.all([bridge.ask('Write', stream()), bridge.ask('Write', stream()), writing]);
    const bytes = sink.bytes();
    expect(bytes.length).toBe(30_000_000);
    expect(bytes.filter((byte) => byte === 0x6f).length).toBe(10_000_000);
  });
});

describe('objects', () => {
  it('of Java are called by the controller and sent home', async () => {
    const bridge = await openBridge();
    const greeter = proxyOf(bridge, await bridge.ask('MakeGreeter'));
    expect(greeter.oid).toBeLessThan(FIRST_OWN_ID);
    expect(await greeter.invoke('test.Greeter', 'greet', STRING, ['you'])).toBe('hello you');
    await expect(greeter.invoke('test.Greeter', 'other', [], [])).rejects.toThrow(/NoSuchMethod|other/);
    greeter.release();
    await expect
      .poll(() => greeter.invoke('test.Greeter', 'greet', STRING, ['you']).catch(String), SOON)
      .toMatch(/Invalid/);
  });

  it('are called as those of user space with a bare command, too', async () => {
    const bridge = await openBridge();
    const greeter = proxyOf(bridge, await bridge.ask('MakeGreeter'));
    const call = (oid: number): Promise<JavaValue> =>
      bridge.controller.request((id) =>
        USER_RPC_REQUEST.create({
          createdAt: null,
          id,
          lastIoId: 0,
          response: null,
          oid,
          arguments: objectArray(['you']),
          declaringClassName: 'test.Greeter',
          methodName: 'greet',
          types: stringArray(STRING),
        }),
      );
    expect(await call(greeter.oid)).toBe('hello you');
    const own = readProxy(exportObject(bridge.agent, { interfaces: [], invoke: () => 'ours' }));
    expect(await call(own?.oid ?? 0)).toBe('ours');
  });

  it('of the controller are called from there and given back', async () => {
    const bridge = await openBridge();
    expect(await bridge.ask('Echo', 'up')).toBe('up');
    const before = bridge.controller.exports.size;
    const target = { interfaces: ['test.Greeter'], invoke: (_method: string, _types: unknown, [name = null]) => name };
    expect(await bridge.ask('UseGreeter', exportObject(bridge.controller, target as never))).toBe('you');
    await expect.poll(() => bridge.controller.exports.size, SOON).toBe(before);
  });

  it('callables of theirs run at the controller', async () => {
    const { ask } = await openBridge();
    expect(await ask('CallBack')).toBe('at the controller: test.AtController');
  });

  it('of the agent count from where those of Java never come', async () => {
    const { agent } = await openBridge();
    const own = exportObject(agent, { interfaces: [], invoke: () => null });
    expect(readProxy(own)?.oid).toBe(FIRST_OWN_ID);
  });
});
