import { describe, expect, it } from 'vitest';
import { LogLevels } from '../../src/agent/log/log-levels.js';
import type { Threshold } from '../../src/agent/log/log-levels.js';
import { logTraffic } from '../../src/agent/log/transport-log.js';
import { ioError } from '../../src/java/java-error.js';
import type { CommandTransport, CommandListener } from '../../src/remoting/command-transport.js';
import type { Logger } from '../../src/remoting/logger.js';
import { RequestTrace } from '../../src/remoting/request-trace.js';
import { declareClass } from '../../src/serial/declare.js';

function loggerAt(threshold: Threshold): { logger: Logger; lines: string[] } {
  const levels = new LogLevels(threshold);
  const lines: string[] = [];
  const log: Logger['log'] = (level, source, message) => {
    if (levels.passes(source, level)) lines.push(`${level} ${message.replace(/[\d.]+(?= ms)/, 'N')}`);
  };
  return { logger: { log, isLoggable: (level) => levels.anyPasses(level) }, lines };
}

const EXISTS = declareClass({ name: 'hudson.FilePath$Exists', suid: 1n, fields: {} }).create({});
const WRAPPED = declareClass({
  name: 'hudson.FilePath$FileCallableWrapper',
  suid: 1n,
  fields: { callable: 'Ljava/lang/Object;' },
}).create({ callable: EXISTS });
const RPC = declareClass({
  name: 'hudson.remoting.RemoteInvocationHandler$RPCRequest',
  suid: 1n,
  fields: { methodName: 'Ljava/lang/String;' },
}).create({ methodName: 'join' });

describe('the trace of a request', () => {
  it('names the class behind its wrappers, the time, and what came of it', () => {
    const { logger, lines } = loggerAt('FINE');
    RequestTrace.begin(logger, 7, WRAPPED, 'Exists@1')?.ended(false, undefined);
    RequestTrace.begin(logger, 8, EXISTS, 'x')?.ended(false, ioError('no'));
    RequestTrace.begin(logger, 9, RPC, 'x')?.ended(true, undefined);
    RequestTrace.begin(logger, 10, undefined, 'unreadable')?.ended(false, new TypeError('x'));
    expect(lines).toEqual([
      'FINE Request 7, hudson.FilePath$Exists, was answered after N ms',
      'FINE Request 8, hudson.FilePath$Exists, failed after N ms: java.io.IOException: no',
      'FINE Request 9, hudson.remoting.RemoteInvocationHandler$RPCRequest join, was handed over after N ms',
      'FINE Request 10, unreadable, failed after N ms: TypeError: x',
    ]);
  });

  it('tells at FINER that it begins, and in which words of the controller', () => {
    const { logger, lines } = loggerAt('FINER');
    RequestTrace.begin(logger, 7, WRAPPED, 'Exists@1');
    expect(lines).toEqual(['FINER Request 7, hudson.FilePath$Exists, begins (Exists@1)']);
  });

  it.each(['INFO', 'CONFIG', 'OFF'] as const)('is none at %s', (threshold) => {
    expect(RequestTrace.begin(loggerAt(threshold).logger, 7, WRAPPED, 'x')).toBeUndefined();
  });
});

describe('the traffic of a connection', () => {
  function transport(): { transport: CommandTransport; listener: () => CommandListener } {
    let listener: CommandListener | undefined;
    const made: CommandTransport = {
      name: 't',
      start: (given) => (listener = given),
      send: () => undefined,
      drained: () => Promise.resolve(),
      handedOver: () => Promise.resolve(),
      close: () => Promise.resolve(),
      destroy: () => undefined,
    };
    return { transport: made, listener: () => listener ?? expect.fail('it was not started') };
  }

  it.each([
    ['FINE', ['FINE The connection has ended: received 5 bytes in 2 commands, sent 3 bytes in 1 commands']],
    [
      'FINER',
      [
        'FINER Received 4 bytes',
        'FINER Sending 3 bytes',
        'FINER Received 1 bytes',
        'FINE The connection has ended: received 5 bytes in 2 commands, sent 3 bytes in 1 commands',
      ],
    ],
  ] as const)('is told at %s', (threshold, expected) => {
    const { logger, lines } = loggerAt(threshold);
    const under = transport();
    const { transport: logged, ended } = logTraffic(under.transport, logger);
    logged.start({ command: () => undefined, end: () => undefined });
    under.listener().command(Buffer.alloc(4));
    logged.send(Buffer.alloc(3));
    under.listener().command(Buffer.alloc(1));
    ended();
    expect(lines).toEqual(expected);
  });

  it('costs nothing where nobody reads it: the transport is the same', () => {
    const under = transport();
    expect(logTraffic(under.transport, loggerAt('INFO').logger).transport).toBe(under.transport);
  });
});
