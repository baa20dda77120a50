/**
 * Stands in for `java -jar agent.jar`: another agent over standard streams whose numbers count from 0 and 1, and which knows
 * classes that ours does not. What it does is in the name of the class that it is sent: test.Echo and so on.
 */
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import type { Call, ExportedObject } from '../../src/remoting/call.js';
import { Channel } from '../../src/remoting/channel.js';
import { JavaError } from '../../src/java/java-error.js';
import { byteArray } from '../../src/serial/jdk.js';
import { declareClass } from '../../src/serial/declare.js';
import { JavaObject } from '../../src/serial/model.js';
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
    case 'test.Environment':
      return JSON.stringify(process.env);
    case 'test.ProcessId':
      return `${process.pid}`;
    case 'test.Exit':
      return process.exit(3);
    case 'test.OutOfMemory':
      process.stderr.write('java.lang.OutOfMemoryError: Java heap space\n');
      return process.exit(1);
    case 'test.Nonsense':
      return new Promise(() => process.stdout.write(Buffer.from([0, 3, 1, 2, 3])));
    case 'hudson.slaves.SlaveComputer$SlaveInitializer':
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
const channel = new Channel({
  name: 'fake java',
  transport,
  logger: { log: () => undefined, isLoggable: () => false },
  handler: (callable, call) =>
    callable instanceof JavaObject ? run(callable, call) : byteArray(Buffer.from('no callable')),
});
await channel.ended;
process.exit(0);
