/** A controller's channel and an agent's, joined in memory. */
import { Channel } from '../../src/remoting/channel.js';
import type { RequestHandler } from '../../src/remoting/incoming-requests.js';
import type { Level, Logger } from '../../src/remoting/logger.js';
import { declareClass } from '../../src/serial/declare.js';
import { JavaError } from '../../src/java/java-error.js';
import type { JavaObject, JavaValue } from '../../src/serial/model.js';
import { memoryTransports } from './memory-transport.js';
import type { MemoryTransport } from './memory-transport.js';

/** Keeps records for tests to look at. */
export class RecordingLogger implements Logger {
  readonly records: { level: Level; message: string; error: unknown }[] = [];

  /** @param isFine whether it takes what is told at FINE, too */
  constructor(private readonly isFine = false) {}

  log(level: Level, _source: string, message: string, error?: unknown): void {
    if (this.isLoggable(level)) this.records.push({ level, message, error });
  }

  isLoggable(level: Level): boolean {
    return this.isFine || !level.startsWith('FINE');
  }
}

/** A callable of the tests' own: whatever the agent's handler makes of its argument. */
export const TEST_CALLABLE = declareClass({
  name: 'test.Callable',
  suid: 1n,
  fields: { argument: 'Ljava/lang/Object;' },
});

/** What a test callable brought along. */
export function argumentOf(callable: JavaValue): JavaValue {
  return (callable as JavaObject).get('argument') ?? null;
}

export interface ChannelPair {
  readonly controller: Channel;
  readonly agent: Channel;
  readonly controllerTransport: MemoryTransport;
  readonly agentTransport: MemoryTransport;
  readonly logger: RecordingLogger;
  /** Calls the agent's handler with an argument. */
  readonly call: (argument: JavaValue, signal?: AbortSignal) => Promise<JavaValue>;
}

/** Joins two channels; `handler` runs what the controller calls at the agent. */
export function channelPair(handler: RequestHandler): ChannelPair {
  const [controllerTransport, agentTransport] = memoryTransports();
  const logger = new RecordingLogger();
  const refuse: RequestHandler = () => {
    throw new JavaError('java.lang.SecurityException', 'agents may not call callables');
  };
  const classLoader = { interfaces: ['hudson.remoting.RemoteClassLoader$IClassLoader'], invoke: () => null };
  const controller = new Channel({
    name: 'agent',
    transport: controllerTransport,
    logger,
    handler: refuse,
    classLoader,
  });
  const agent = new Channel({ name: 'controller', transport: agentTransport, logger, handler });
  const call = (argument: JavaValue, signal?: AbortSignal) =>
    controller.call(TEST_CALLABLE.create({ argument }), 'test', signal);
  return { controller, agent, controllerTransport, agentTransport, logger, call };
}
