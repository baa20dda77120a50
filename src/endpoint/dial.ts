/**
 * A TCP connection to a name that may have several addresses. They are tried in turn, without giving up on one when the next
 * begins (RFC 8305, "Happy Eyeballs"): node:net does give up, after 250 ms, and never reaches a controller that is further
 * away than that. Java tries the first address only.
 */
import { lookup } from 'node:dns';
import { connect, isIP, type Socket } from 'node:net';
import { byDeadline } from '../java/deadline.js';
import { abortReason, messageOf, TransportError } from '../transport/errors.js';
import { stripBrackets } from './no-proxy.js';

export interface Address {
  readonly address: string;
  readonly family: number;
}

/** The addresses of a name, the preferred one first. Rejects as node:dns does. */
export type Resolve = (name: string) => Promise<readonly Address[]>;

export interface DialOptions {
  readonly signal?: AbortSignal | undefined;
  /** For the name, and then for each address, from its own beginning on. */
  readonly timeoutMs: number;
  /** SO_KEEPALIVE; default true. */
  readonly keepAlive?: boolean | undefined;
  /** Default: this machine's resolver. */
  readonly resolve?: Resolve | undefined;
}

/** Idle time before the kernel asks whether a peer is still there; its own default of two hours helps no build. */
const KEEP_ALIVE_DELAY_MS = 60_000;
/** RFC 8305's Connection Attempt Delay. */
const NEXT_ADDRESS_MS = 250;

/** @throws TransportError CONNECT_FAILED, TIMEOUT, INVALID_ARGUMENT for a port that is none; the signal's reason when aborted */
export async function dial(host: string, port: number, options: DialOptions): Promise<Socket> {
  const { signal } = options;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new TransportError('INVALID_ARGUMENT', 'fatal', `${port} is no port: ports are 1 to 65535`);
  }
  if (signal?.aborted === true) throw abortReason(signal);
  return firstOf(await addressesOf(stripBrackets(host), options), `${host}:${port}`, port, options);
}

async function addressesOf(name: string, options: DialOptions): Promise<readonly Address[]> {
  const family = isIP(name);
  if (family !== 0) return [{ address: name, family }];
  try {
    return alternating(await resolved(name, options));
  } catch (cause) {
    if (cause instanceof TransportError || options.signal?.aborted === true) throw cause;
    throw new TransportError(
      'CONNECT_FAILED',
      'retryable',
      `Failed to connect to ${name}: ${unknownName(name, cause)}`,
      {
        cause,
      },
    );
  }
}

function systemResolve(name: string): Promise<readonly Address[]> {
  return new Promise((resolve, reject) => {
    lookup(name, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
}

function unknownName(name: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOTFOUND' || code === 'EAI_NONAME') {
    return `the name "${name}" is not known (check its spelling, and the name servers of this machine or container)`;
  }
  if (code === 'EAI_AGAIN')
    return `the name servers do not answer for "${name}" (check the DNS settings of this machine)`;
  return `the name "${name}" cannot be resolved: ${messageOf(cause)}`;
}

/** A resolver cannot be stopped, but need not be waited for. */
function resolved(
  name: string,
  { resolve = systemResolve, signal, timeoutMs }: DialOptions,
): Promise<readonly Address[]> {
  const late = (): Error => new TransportError('TIMEOUT', 'retryable', `No address of ${name} within ${timeoutMs} ms`);
  return byDeadline(timeoutMs, late, () => resolve(name), signal);
}

/** By turns of both families, beginning with the preferred one: a family that leads nowhere costs one step. */
function alternating(addresses: readonly Address[]): readonly Address[] {
  const [first] = addresses;
  const preferred = addresses.filter(({ family }) => family === first?.family);
  const others = addresses.filter(({ family }) => family !== first?.family);
  return preferred
    .flatMap((address, at) => [address, ...others.slice(at, at + 1)])
    .concat(others.slice(preferred.length));
}

function firstOf(
  addresses: readonly Address[],
  target: string,
  port: number,
  { signal, timeoutMs, keepAlive = true }: DialOptions,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const waiting = [...addresses];
    const open = new Map<Socket, NodeJS.Timeout>();
    const failures: TransportError[] = [];
    let next: NodeJS.Timeout | undefined;

    const forget = (socket: Socket): void => {
      clearTimeout(open.get(socket));
      open.delete(socket);
    };
    const finish = (outcome: () => void): void => {
      clearTimeout(next);
      signal?.removeEventListener('abort', onAbort);
      waiting.length = 0;
      for (const socket of [...open.keys()]) {
        forget(socket);
        socket.destroy();
      }
      outcome();
    };
    const onAbort = (): void => finish(() => signal && reject(abortReason(signal)));
    const failed = (socket: Socket, failure: TransportError): void => {
      if (!open.has(socket)) return;
      forget(socket);
      socket.destroy();
      failures.push(failure);
      if (waiting.length > 0) begin();
      else if (open.size === 0) finish(() => reject(joined(failures, target)));
    };
    const begin = (): void => {
      clearTimeout(next);
      const chosen = waiting.shift();
      if (chosen === undefined) return;
      const delays = { noDelay: true, keepAlive, keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS };
      const socket = connect({ host: chosen.address, port, ...delays });
      const late = `no answer within ${timeoutMs} ms`;
      open.set(
        socket,
        setTimeout(() => failed(socket, new TransportError('TIMEOUT', 'retryable', late)), timeoutMs),
      );
      socket.on('error', (cause) =>
        failed(socket, new TransportError('CONNECT_FAILED', 'retryable', messageOf(cause), { cause })),
      );
      socket.once('connect', () => {
        forget(socket);
        socket.removeAllListeners('error');
        finish(() => resolve(socket));
      });
      if (waiting.length > 0) next = setTimeout(begin, NEXT_ADDRESS_MS);
    };

    signal?.addEventListener('abort', onAbort);
    if (waiting.length === 0) {
      finish(() => reject(new TransportError('CONNECT_FAILED', 'retryable', `${target} has no address`)));
    } else begin();
  });
}

/** What the first says is what most say: all of it, once each. */
function joined(failures: readonly TransportError[], target: string): TransportError {
  const [first] = failures;
  const texts = [...new Set(failures.map(({ message }) => message))];
  return new TransportError(
    first?.code ?? 'CONNECT_FAILED',
    'retryable',
    `Failed to connect to ${target}: ${texts.join('; ')}`,
    {
      cause: first?.cause ?? first,
    },
  );
}
