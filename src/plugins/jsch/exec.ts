/** A command on a host: com.jcraft.jsch.ChannelExec. */
import type { Readable } from 'node:stream';
import type { ClientChannel, ExecOptions as ExecSettings } from 'ssh2';
import { JSchFailure, messageOf } from './failures.js';
import type { SshSession } from './session.js';

export interface ExecOptions {
  readonly pty?: boolean;
  readonly agentForwarding?: boolean;
  /** What the command writes, as it comes; the channel waits while this does. */
  readonly stdout: (bytes: Buffer) => Promise<void>;
  readonly stderr: (bytes: Buffer) => Promise<void>;
  /** Its input, which ends with this. Without it the input stays open and empty. */
  readonly stdin?: AsyncIterable<Buffer>;
  /** Called when the channel is there, with a function that writes to the command's input. */
  readonly opened?: (write: (bytes: Buffer) => void) => Promise<void>;
  /** In milliseconds; 0 waits for ever. */
  readonly timeout?: number;
}

export interface ExecResult {
  /** -1 when the command was killed, or the server did not say. */
  readonly status: number;
  readonly timedOut: boolean;
}

/**
 * Runs a command to its end, which is when nothing of it can write any more.
 * @throws JSchFailure when it cannot be begun; what a sink of output fails with; what the session's signal was aborted with
 */
export async function exec(session: SshSession, command: string, options: ExecOptions): Promise<ExecResult> {
  const { channel, ended } = await open(session, command, options);
  const waiting = new Waiting(options.timeout ?? 0, session.signal);
  try {
    const streams = [
      pump(channel, options.stdout),
      pump(channel.stderr, options.stderr),
      feed(channel, options.stdin),
      Promise.resolve(options.opened?.((bytes) => void channel.write(bytes))),
    ];
    const finished = Promise.all(streams).then(() => ended);
    const status = await Promise.race([finished, waiting.over]);
    return status === 'timeout' ? { timedOut: true, status: -1 } : { timedOut: false, status };
  } finally {
    waiting.stop();
    channel.close();
    channel.destroy();
  }
}

interface Running {
  readonly channel: ClientChannel;
  /** Resolves to the exit status when the channel is closed. */
  readonly ended: Promise<number>;
}

/** How a command ended may come with the answer that it began: whoever waits for it is there before. */
async function open(session: SshSession, command: string, { pty, agentForwarding }: ExecOptions): Promise<Running> {
  try {
    return await session.ask<Running>((done) =>
      session.client.exec(
        command,
        { ...(pty && { pty: TERMINAL }), ...(agentForwarding && { agentForward: true }) } as ExecSettings,
        (error, channel) => done(error, error ? (undefined as never) : { channel, ended: endOf(channel) }),
      ),
    );
  } catch (error) {
    session.signal.throwIfAborted();
    if (error instanceof JSchFailure) throw error;
    throw new JSchFailure(`channel is not opened: ${messageOf(error)}`, { cause: error });
  }
}

/** JSch's. */
const TERMINAL = { term: 'vt100', cols: 80, rows: 24, width: 640, height: 480 };

function endOf(channel: ClientChannel): Promise<number> {
  let status = -1;
  channel.on('exit', (code: number | null) => (status = code ?? -1));
  return new Promise((resolve) => channel.once('close', () => resolve(status)));
}

async function pump(stream: Readable, sink: (bytes: Buffer) => Promise<void>): Promise<void> {
  try {
    for await (const bytes of stream) await sink(bytes as Buffer);
  } catch (error) {
    // The connection is gone: the status says it.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}

async function feed(channel: ClientChannel, source: AsyncIterable<Buffer> | undefined): Promise<void> {
  if (!source) return;
  for await (const bytes of source) {
    if (!channel.writable) return;
    if (!channel.write(bytes)) {
      await new Promise<void>((resolve) => {
        channel.once('drain', resolve);
        channel.once('close', resolve);
      });
    }
  }
  channel.end();
}

/** A deadline, and the end of the request. */
class Waiting {
  readonly over: Promise<'timeout'>;
  #timer: NodeJS.Timeout | undefined;
  #off: () => void = () => undefined;

  constructor(timeout: number, signal: AbortSignal) {
    this.over = new Promise((resolve, reject) => {
      if (timeout > 0) this.#timer = setTimeout(() => resolve('timeout'), timeout);
      const aborted = () => reject(signal.reason as Error);
      signal.addEventListener('abort', aborted, { once: true });
      this.#off = () => signal.removeEventListener('abort', aborted);
    });
    this.over.catch(() => undefined); // who waits for it sees it
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#off();
  }
}
