import { describe, expect, it } from 'vitest';
import type { Connection, Connector, FoundController } from '../../../src/agent/connect/connector.js';
import { EXIT } from '../../../src/agent/life/exit-codes.js';
import { live } from '../../../src/agent/life/life.js';
import type { LifeParts, Session } from '../../../src/agent/life/life.js';
import { StopRequest } from '../../../src/agent/life/signals.js';
import { StatusLines } from '../../../src/agent/life/status.js';
import type { Logger } from '../../../src/remoting/logger.js';
import { TransportError } from '../../../src/transport/errors.js';
import type { Policy } from '../../../src/transport/errors.js';

const failure = (policy: Policy, message: string): TransportError =>
  new TransportError('CONNECT_FAILED', policy, message);

/** What each step of a life does: fail, or a connection that ends so. */
type Step = Error | 'lasts' | { readonly ends: Error | undefined };

interface Rig {
  readonly lines: string[];
  /** What is logged at FINE. */
  readonly fine: string[];
  readonly stop: AbortController;
  readonly exitCode: Promise<number>;
  readonly closed: () => number;
}

/** Lives through the steps: an error that is one of `locating` fails there, others fail in connecting. */
function start(
  steps: readonly Step[],
  {
    kind = 'tcp',
    locating = [],
    ...parts
  }: Partial<LifeParts> & { kind?: Connector['kind']; locating?: readonly Error[] } = {},
): Rig {
  const lines: string[] = [];
  const fine: string[] = [];
  const stop = new AbortController();
  let closed = 0;
  const logger: Logger = {
    log: (level, _source, message, error) => {
      if (level === 'FINE') fine.push(message);
      else lines.push(`${level} ${message}${error instanceof Error ? ` (${error.message})` : ''}`);
    },
    isLoggable: () => true,
  };
  const rest = [...steps];
  const take = (): Exclude<Step, Error> => {
    const step = rest.shift() ?? new Error('the test is over');
    if (step instanceof Error) throw step;
    return step;
  };
  const sessions = new WeakMap<Connection, Session>();
  const connect = (): Promise<Connection> => {
    const step = take();
    let end!: (error: Error | undefined) => void;
    const ended = new Promise<{ error?: Error }>((resolve) => (end = (error) => resolve(error ? { error } : {})));
    if (step !== 'lasts') end(step.ends);
    const connection = { name: 'c', endLines: ['Read side closed'] } as unknown as Connection;
    const close = (): Promise<void> => {
      closed++;
      end(undefined);
      return Promise.resolve();
    };
    sessions.set(connection, { ended, close, settled: () => Promise.resolve() });
    return Promise.resolve(connection);
  };
  const controller: FoundController = { connect: async () => connect(), read: undefined };
  const connector: Connector = {
    kind,
    place: '[http://a/]',
    locate: async () => {
      const [next] = rest;
      if (next instanceof Error && locating.includes(next)) take();
      return Promise.resolve(controller);
    },
  };
  const exitCode = live({
    connector,
    serve: (connection) => sessions.get(connection) ?? expect.fail('an unknown connection'),
    found: () => undefined,
    lines: new StatusLines(logger),
    stop: stop.signal,
    noReconnect: () => false,
    noReconnectAfter: undefined,
    random: () => 0,
    ...parts,
  });
  return { lines, fine, stop, exitCode, closed: () => closed };
}

const ONLY_ONCE = "and it is not to connect again (-noReconnect, or the controller's wish)";
const ONCE = { noReconnect: () => true };

describe('live', () => {
  it('ends with its connection when it is not to reconnect', async () => {
    const rig = start([{ ends: undefined }], ONCE);
    expect(await rig.exitCode).toBe(EXIT.ok);
    expect(rig.lines).toEqual([
      ...['INFO Connected', 'INFO Read side closed', 'INFO Terminated'],
      `INFO Ending with exit code 0: the connection has ended, ${ONLY_ONCE}`,
    ]);
  });

  it('reconnects, through every kind of failure, until something is fatal', async () => {
    const gone = failure('retryable', 'nobody there');
    const rig = start(
      [
        { ends: new Error('cut') },
        gone,
        failure('refused', 'already connected'),
        { ends: undefined },
        failure('retryable', 'late'),
        failure('fatal', 'no'),
      ],
      { locating: [gone] },
    );
    expect(await rig.exitCode).toBe(EXIT.fatal);
    expect(rig.lines).toEqual([
      'INFO Connected',
      'INFO Read side closed',
      'INFO Terminated (cut)',
      'INFO Performing onReconnect operation.',
      'INFO onReconnect operation completed.',
      'INFO Could not locate server among [http://a/]; waiting 200 milliseconds before retry (nobody there)',
      'INFO reconnect rejected, sleeping 200 milliseconds:  (already connected)',
      'INFO Connected',
      'INFO Read side closed',
      'INFO Terminated',
      'INFO Performing onReconnect operation.',
      'INFO onReconnect operation completed.',
      'INFO Waiting 200 milliseconds before retry',
      'SEVERE no (no)',
      'INFO Ending with exit code 1: trying again would not help',
    ]);
    expect(rig.fine.map((line) => line.replace(/\d+ ms after/, 'N ms after'))).toEqual([
      'Attempt 1, N ms after the first: lost; again in 200 ms',
      'Attempt 2, N ms after the first: retryable; again in 200 ms',
      'Attempt 3, N ms after the first: refused; again in 200 ms',
      'Attempt 4, N ms after the first: lost; again in 200 ms',
      'Attempt 5, N ms after the first: retryable; again in 200 ms',
      'Attempt 6, N ms after the first: fatal; no other, because of fatal',
    ]);
  });

  it('says over WebSocket what is said there', async () => {
    const rig = start([failure('retryable', 'refused: 503'), failure('fatal', 'no')], { kind: 'webSocket' });
    await rig.exitCode;
    expect(rig.lines).toEqual([
      'INFO Failed to connect: refused: 503',
      'INFO Waiting 200 milliseconds before retry',
      'SEVERE no (no)',
      'INFO Ending with exit code 1: trying again would not help',
    ]);
  });

  it.each<[Policy, number, string]>([
    ['retryable', EXIT.fatal, `there is no connection to [http://a/], ${ONLY_ONCE}`],
    ['refused', EXIT.refused, `refused by [http://a/], ${ONLY_ONCE}`],
    ['fatal', EXIT.fatal, 'trying again would not help'],
  ])('tries once with -noReconnect, and says why it ends: %s', async (policy, exitCode, why) => {
    const rig = start([failure(policy, 'no')], ONCE);
    expect(await rig.exitCode).toBe(exitCode);
    expect(rig.lines).toEqual(['SEVERE no (no)', `INFO Ending with exit code ${exitCode}: ${why}`]);
  });

  it('gives up after -noReconnectAfter', async () => {
    let now = 0;
    const steps = Array.from({ length: 5 }, () => failure('retryable', 'no'));
    const rig = start(steps, { noReconnectAfter: 5000, now: () => (now += 2000) });
    expect(await rig.exitCode).toBe(EXIT.gaveUp);
    expect(rig.lines.slice(-2)).toEqual([
      'INFO Bailing out after 5 seconds',
      'INFO Ending with exit code 4: the time of -noReconnectAfter is up',
    ]);
    expect(rig.lines.filter((line) => line.includes('Waiting'))).toHaveLength(2);
  });

  it('stops reconnecting when it is told to while it is connected', async () => {
    let told = false;
    const rig = start(['lasts'], { noReconnect: () => told });
    await expect.poll(() => rig.lines).toContain('INFO Connected');
    told = true;
    rig.stop.abort(new StopRequest(143, 'Stopped by SIGTERM'));
    expect(await rig.exitCode).toBe(143);
  });

  it('takes what nobody foresaw for fatal, and a failed system call for the network', async () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
    const rig = start([reset, new TypeError('x is undefined')]);
    expect(await rig.exitCode).toBe(EXIT.fatal);
    expect(rig.lines).toEqual([
      'INFO Waiting 200 milliseconds before retry',
      'SEVERE x is undefined (x is undefined)',
      'INFO Ending with exit code 1: trying again would not help',
    ]);
  });

  it('has what was on a connection told before it is closed, and when it is lost', async () => {
    const told: string[] = [];
    const rig = start([{ ends: new Error('cut') }, 'lasts'], {
      leaving: (ended) => {
        told.push(`${ended} ${rig.closed()}`);
        return Promise.reject(new Error('nobody knows'));
      },
    });
    await expect.poll(() => rig.lines.filter((line) => line === 'INFO Connected')).toHaveLength(2);
    rig.stop.abort(new StopRequest(143, 'Stopped by SIGTERM'));
    expect(await rig.exitCode).toBe(143);
    expect(told).toEqual(['lost 0', 'here 0']);
    expect(rig.lines).toContain('SEVERE nobody knows (nobody knows)');
  });
});

describe('a stop request', () => {
  const request = new StopRequest(130, 'Stopped by SIGINT');

  it('closes the channel and ends', async () => {
    const rig = start(['lasts']);
    await expect.poll(() => rig.lines).toContain('INFO Connected');
    rig.stop.abort(request);
    expect(await rig.exitCode).toBe(130);
    expect(rig.closed()).toBe(1);
    expect(rig.lines.at(-1)).toBe('INFO Terminated');
  });

  it('ends a wait', async () => {
    const rig = start([failure('retryable', 'no'), 'lasts'], { random: () => 1 });
    await expect.poll(() => rig.lines).toContain('INFO Waiting 2 seconds before retry');
    rig.stop.abort(request);
    expect(await rig.exitCode).toBe(130);
    expect(rig.lines).not.toContain('INFO Connected');
  });

  it('ends an attempt that gives its reason back', async () => {
    const stop = new AbortController();
    const connect = (signal: AbortSignal): Promise<never> =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const connector: Connector = {
      kind: 'tcp',
      place: '[]',
      locate: () => Promise.resolve({ connect, read: undefined }),
    };
    const rig = start([], { connector, stop: stop.signal });
    setImmediate(() => stop.abort(request));
    expect(await rig.exitCode).toBe(130);
    expect(rig.lines).toEqual([]);
  });

  it('ends before the first attempt', async () => {
    const rig = start([], { stop: AbortSignal.abort(request) });
    expect(await rig.exitCode).toBe(130);
    expect(rig.lines).toEqual([]);
  });
});
