/**
 * Stands in for `java -jar agent.jar`: another agent over standard streams whose numbers count from 0 and 1, and which knows
 * classes that ours does not. What it does is in the name of the class that it is sent: test.Echo and so on.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import type { Call, ExportedObject } from '../../src/remoting/call.js';
import { Channel } from '../../src/remoting/channel.js';
import type { CommandTransport } from '../../src/remoting/command-transport.js';
import { exportSink } from '../../src/remoting/exports.js';
import type { RequestHandler } from '../../src/remoting/incoming-requests.js';
import { readStreamRef } from '../../src/remoting/remote-refs.js';
import { PIPE_CONNECT } from '../../src/remoting/wire/stream-classes.js';
import { readObject } from '../../src/serial/reader.js';
import { JavaError } from '../../src/java/java-error.js';
import { byteArray } from '../../src/serial/jdk.js';
import { declareClass } from '../../src/serial/declare.js';
import { JavaArray, JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { openStdio } from '../../src/transport/stdio/open.js';

const RAN: string[] = [];

const greeter: ExportedObject = {
  interfaces: ['test.Greeter'],
  invoke: (method, _types, [name = null]) => {
    if (method !== 'greet') throw new JavaError('java.lang.NoSuchMethodException', method);
    return `hello ${name as string}`;
  },
};

/** What it was asked to run, in order; `test.Ran` tells. */
async function run(callable: JavaObject, call: Call): Promise<JavaValue> {
  const argument = callable.get('argument') ?? null;
  RAN.push(callable.className);
  switch (callable.className) {
    case 'test.Ran':
      return RAN.join(' ');
    case 'test.Echo':
      return argument;
    case 'test.Fail':
      throw new JavaError('java.lang.IllegalStateException', 'as asked');
    case 'test.Sleep':
      if (!call.signal.aborted) await once(call.signal, 'abort');
      throw call.signal.reason;
    case 'test.Write': {
      const output = call.output(argument);
      for (let i = 0; i < 200; i++) await output.write(Buffer.alloc(50_000, 'c'));
      return null;
    }
    case 'test.Read': {
      let length = 0;
      for await (const bytes of call.input(argument)) length += bytes.length;
      return `${length}`;
    }
    case 'test.SetProperty':
      channel.properties.set('test.property', argument);
      return null;
    case 'test.Sink':
      return call.exportOutput({ write: () => undefined, end: () => undefined });
    case 'test.StuckSink':
      return call.exportOutput({ write: () => new Promise(() => undefined), end: () => undefined });
    case 'test.Source':
      return call.exportPipe(source());
    case 'test.MakeGreeter':
      return call.export(argument === null ? greeter : { ...greeter });
    case 'test.UseGreeter': {
      const own = call.ownObject(argument);
      if (own) return own.invoke('greet', ['java.lang.String'], ['me'], call);
      return call.proxy(argument).invoke('test.Greeter', 'greet', ['java.lang.String'], ['you']);
    }
    case 'test.CallBack':
      return call.channel.call(declareClass({ name: 'test.AtController', suid: 1n }).create({}));
    case 'test.CallBackAndExit':
      void call.channel.call(declareClass({ name: 'test.Late', suid: 1n }).create({}));
      await call.channel.call(declareClass({ name: 'test.AtController', suid: 1n }).create({}));
      return process.exit(4);
    case 'test.CallLate':
      return call.channel.call(declareClass({ name: 'test.Late', suid: 1n }).create({}));
    case 'test.Environment':
      return JSON.stringify(process.env);
    case 'test.StartProcess':
      return `${spawn('sleep', ['1000'], { stdio: 'ignore' }).pid ?? 0}`;
    case 'test.ProcessId':
      return `${process.pid}`;
    case 'test.Exit':
      return process.exit(3);
    case 'test.OutOfMemory':
      process.stderr.write('java.lang.OutOfMemoryError: Java heap space\n');
      return process.exit(1);
    case 'test.Nonsense':
      return new Promise(() => process.stdout.write(Buffer.from([0, 3, 1, 2, 3])));
    case 'test.UnknownCommand':
      return new Promise(() => channel.send(declareClass({ name: 'test.Command', suid: 1n }).create({})));
    case 'test.CommandWithoutId':
      return new Promise(() => channel.send(declareClass({ name: 'hudson.remoting.Response', suid: 1n }).create({})));
    case 'hudson.slaves.SlaveComputer$SlaveInitializer':
      // As a JVM asks for the class before it can run it.
      return call.channel.call(declareClass({ name: 'test.AtController', suid: 1n }).create({}));
    case 'hudson.logging.LogRecorder$SetLevel':
      return null;
    default:
      throw new JavaError('java.lang.ClassNotFoundException', callable.className);
  }
}

function* pieces(): Generator<Buffer> {
  for (let i = 0; i < 100; i++) yield Buffer.alloc(30_000, 's');
}

async function* source(): AsyncGenerator<Buffer> {
  yield* pieces();
  await Promise.resolve();
}

/** Something for the log to show. */
process.stderr.write('channel started\n');
const stream = Duplex.from({ readable: process.stdin, writable: process.stdout });
const { transport } = await openStdio(stream, { mode: 'binary' });

/** A Pipe in an argument of a request connects as soon as it is read. */
function connectPipes(bytes: Buffer): void {
  const command = readObject(bytes);
  const [argument] = command instanceof JavaObject ? elements(command.get('arguments')) : [];
  for (const pipe of elements(argument)) {
    const ref = readStreamRef(pipe);
    if (ref?.kind !== 'pipeReader') continue;
    const oidPos = exportSink(channel, { write: () => undefined, end: () => undefined });
    channel.send(PIPE_CONNECT.create({ createdAt: null, oidPos, oidRos: ref.oid }));
  }
}

function elements(value: JavaValue | undefined): readonly JavaValue[] {
  return value instanceof JavaArray && Array.isArray(value.elements) ? value.elements : [];
}

const logger = { log: () => undefined, isLoggable: () => false };
const javaLike: CommandTransport = {
  name: transport.name,
  start: (listener) =>
    transport.start({
      command: (bytes) => {
        connectPipes(bytes);
        listener.command(bytes);
      },
      end: (error) => listener.end(error),
    }),
  send: (command) => transport.send(command),
  drained: () => transport.drained(),
  handedOver: () => transport.handedOver(),
  close: (graceMs) => transport.close(graceMs),
  destroy: (error) => transport.destroy(error),
};
const handler: RequestHandler = (callable, call) =>
  callable instanceof JavaObject ? run(callable, call) : byteArray(Buffer.from('no callable'));
const channel = new Channel({ name: 'fake java', transport: javaLike, logger, handler });
await channel.ended;
process.exit(0);
