/** SSH sessions as plugins have them from JSch: opened with a key or a password, commands and SFTP through them, hosts behind them. */
import type { Duplex } from 'node:stream';
import type { AnyAuthMethod, AuthHandlerMiddleware, Client, ParsedKey } from 'ssh2';
import { JavaError } from '../../java/java-error.js';
import { dial } from './dial.js';
import type { SshProxy } from './dial.js';
import { JSchFailure, messageOf } from './failures.js';
import { forwardingAgent } from './forwarding-agent.js';
import { ssh2Library } from './library.js';

export type AuthMethod = 'publickey' | 'keyboard-interactive' | 'password';

export interface SessionOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** In the order in which they are tried, of those that the server takes. */
  readonly methods: readonly AuthMethod[];
  readonly key?: ParsedKey;
  readonly password?: string;
  /** The socket of an agent that holds keys. */
  readonly agent?: string;
  /** In milliseconds, for each step of connecting; 0 waits for ever. */
  readonly timeout: number;
  /** In milliseconds; 0 for never. */
  readonly keepAlive?: number;
  /** @returns why a server with this key is refused, or null. Default: any is taken. */
  readonly refuses?: (key: Buffer) => string | null;
  /** The kinds of keys to ask the server for. Default: any. */
  readonly keyTypes?: readonly string[];
  readonly proxy?: SshProxy;
  /** Another session, through which this one goes. */
  readonly via?: SshSession;
  readonly signal: AbortSignal;
}

/** A session that is there. Whoever opened it closes it. */
export class SshSession {
  /** What ends the requests that wait for an answer. */
  readonly #waiting = new Set<(error: Error) => void>();
  #over: Error | undefined;

  constructor(
    /** @internal for what is done through the session */
    readonly client: Client,
    readonly signal: AbortSignal,
  ) {
    const aborted = (): void => this.#end(signal.reason as Error);
    signal.addEventListener('abort', aborted, { once: true });
    client.on('error', (error) => this.#end(new JSchFailure(`session is down: ${messageOf(error)}`)));
    client.once('close', () => {
      signal.removeEventListener('abort', aborted);
      this.#end(new JSchFailure('session is down'));
    });
  }

  /** Waits for an answer, as long as the session is there and its request is not cancelled. */
  ask<T>(start: (done: (error: Error | null | undefined, value: T) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#over) {
        reject(this.#over);
        return;
      }
      this.#waiting.add(reject);
      start((error, value) => {
        this.#waiting.delete(reject);
        if (error) reject(error);
        else resolve(value);
      });
    });
  }

  /** Ends the session, and what goes on in it. Idempotent. */
  close(): void {
    this.client.end();
    // A server that does not close its side is not waited for.
    setTimeout(() => this.client.destroy(), LINGER_MS).unref();
  }

  #end(reason: Error): void {
    this.#over ??= reason;
    for (const reject of this.#waiting) reject(reason);
    this.#waiting.clear();
  }
}

const LINGER_MS = 2000;

/**
 * Opens a session.
 * @throws JSchFailure in JSch's words; what the signal was aborted with
 */
export async function openSession(options: SessionOptions): Promise<SshSession> {
  const { host, port, timeout, signal, via } = options;
  signal.throwIfAborted();
  const ssh2 = await ssh2Library();
  const socket: Duplex = via ? await through(via, host, port) : await dial(options);
  const client = new ssh2.Client();
  const stop = () => client.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const attempt: Attempt = { refused: null, methodsLeft: null, cancelled: false, greeted: false };
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve);
      client.once('error', reject);
      client.once('close', () => reject(new Error('closed')));
      client.once('greeting', () => (attempt.greeted = true));
      client.once('handshake', () => (attempt.greeted = true));
      client.connect({
        sock: socket,
        username: options.user,
        readyTimeout: timeout,
        keepaliveInterval: options.keepAlive ?? 0,
        authHandler: authentication(options, attempt),
        ...(options.keyTypes &&
          options.keyTypes.length > 0 && { algorithms: { serverHostKey: algorithmsFor(options.keyTypes) } }),
        hostVerifier: (key: Buffer) => {
          attempt.refused = options.refuses?.(key) ?? null;
          return attempt.refused === null;
        },
        // For commands that ask for it: it is not passed on by itself.
        ...(options.key && { agent: forwardingAgent(ssh2, options.key) }),
        ...(options.agent !== undefined && { agent: options.agent }),
      });
    });
  } catch (error) {
    client.on('error', () => undefined);
    client.destroy();
    socket.destroy();
    signal.throwIfAborted();
    throw whyNot(error, attempt);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return new SshSession(client, signal);
}

/** What is learned while a session is being opened. */
interface Attempt {
  refused: string | null;
  /** What the server offered first. */
  methodsLeft: readonly string[] | null;
  cancelled: boolean;
  greeted: boolean;
}

/** JSch makes a forwarded port of it; there is no need for one that others on this machine could use. */
async function through(via: SshSession, host: string, port: number): Promise<Duplex> {
  try {
    return await via.ask<Duplex>((done) => via.client.forwardOut('127.0.0.1', 0, host, port, done));
  } catch (error) {
    via.signal.throwIfAborted();
    throw new JSchFailure(`channel is not opened: ${messageOf(error)}`, { cause: error });
  }
}

/** As JSch: what the server takes is asked first, then each method once, from the beginning after a partial success. */
function authentication(options: SessionOptions, attempt: Attempt): AuthHandlerMiddleware {
  let next = 0;
  let rounds = 0;
  let offered: readonly string[] | null = null;
  return (methodsLeft, partialSuccess, done) => {
    // The types do not say so: at first it is null.
    const left = methodsLeft as readonly string[] | null;
    if (left === null) {
      done({ type: 'none', username: options.user });
      return;
    }
    attempt.methodsLeft ??= left;
    if (offered === null || (partialSuccess && rounds++ < MAX_ROUNDS)) {
      offered = left;
      next = 0;
    }
    const usable = methodsOf(options, attempt);
    while (next < usable.length) {
      const method = usable[next++];
      if (method && offered.includes(method.type === 'agent' ? 'publickey' : method.type)) {
        done(method);
        return;
      }
    }
    done(false as never);
  };
}

/** Servers that ask for several factors do so a few times. */
const MAX_ROUNDS = 4;

function methodsOf(options: SessionOptions, attempt: Attempt): AnyAuthMethod[] {
  const { user: username, password, key, agent } = options;
  return options.methods.flatMap((type): AnyAuthMethod[] => {
    switch (type) {
      case 'publickey':
        return [
          ...(key ? [{ type, username, key } as never as AnyAuthMethod] : []),
          ...(agent !== undefined ? [{ type: 'agent', username, agent } as const] : []),
        ];
      case 'password':
        return password === undefined ? [] : [{ type, username, password }];
      case 'keyboard-interactive':
        return password === undefined ? [] : [{ type, username, prompt: answersWith(password, attempt) }];
    }
  });
}

/** A password answers one hidden question for it, once; others there is nobody to ask. */
function answersWith(password: string, attempt: Attempt) {
  let used = false;
  return (
    _name: string,
    _instructions: string,
    _language: string,
    prompts: readonly { readonly prompt: string; readonly echo?: boolean }[],
    answer: (answers: string[]) => void,
  ): void => {
    const [only] = prompts;
    if (!used && prompts.length === 1 && only && !only.echo && /password:/i.test(only.prompt)) {
      used = true;
      answer([password]);
      return;
    }
    attempt.cancelled = prompts.length > 0;
    answer([]);
  };
}

/** An RSA key signs in three ways. */
function algorithmsFor(keyTypes: readonly string[]): never {
  return keyTypes.flatMap((type) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', type] : [type])) as never;
}

function whyNot(error: unknown, attempt: Attempt): Error {
  if (error instanceof JavaError || error instanceof JSchFailure) return error;
  if (attempt.refused !== null) return new JSchFailure(attempt.refused);
  const level: unknown = error instanceof Error && 'level' in error ? error.level : undefined;
  const message = messageOf(error);
  if (level === 'client-authentication') {
    const methods = attempt.methodsLeft?.join(',') ?? '';
    return new JSchFailure(`${attempt.cancelled ? 'Auth cancel' : 'Auth fail'} for methods '${methods}'`);
  }
  if (level === 'client-timeout')
    return new JSchFailure('Session.connect: java.net.SocketTimeoutException: Read timed out');
  if (/no matching/.test(message)) return new JSchFailure(`Algorithm negotiation fail: ${message}`);
  if (message === 'closed' || /Connection lost before handshake|ECONNRESET/.test(message))
    return new JSchFailure(
      attempt.greeted
        ? 'Session.connect: java.io.IOException: End of IO Stream Read'
        : 'connection is closed by foreign host',
    );
  return new JSchFailure(`Session.connect: ${message}`, { cause: error });
}
