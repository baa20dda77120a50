/** What the phases of a handshake over a byte stream share: exact reads, and an end for every wait. */
import type { Duplex } from 'node:stream';
import { Deadline } from '../java/deadline.js';
import { abortReason, TransportError } from './errors.js';

/** org.jenkinsci.remoting.protocol: every phase of JNLP4 gets this long. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;

export interface PhaseOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * Runs a phase that waits for nothing but `stream`. A deadline or an abort destroys the stream, which makes the phase's
 * read fail; so does any failure of the phase. Errors come out as they are when they are TransportErrors, else as
 * CONNECTION_LOST with the phase's name.
 *
 * @param timeoutText message of the TIMEOUT error
 */
export async function runPhase<T>(
  stream: Duplex,
  phase: string,
  timeoutText: string,
  { signal, timeoutMs = HANDSHAKE_TIMEOUT_MS }: PhaseOptions,
  work: () => Promise<T>,
): Promise<T> {
  let cut: Error | undefined;
  const cutOff = (error: Error): void => {
    cut ??= error;
    stream.destroy();
  };
  const deadline = new Deadline(timeoutMs, () => new TransportError('TIMEOUT', 'retryable', timeoutText), signal);
  const onAbort = (): void => cutOff(abortReason(deadline.signal));
  // Between two phases nobody else listens, and an unheard 'error' would end the process.
  let broken: Error | undefined;
  const onError = (error: Error): void => void (broken ??= error);
  stream.on('error', onError);
  deadline.signal.addEventListener('abort', onAbort);
  try {
    if (signal?.aborted === true) throw abortReason(signal);
    return await work();
  } catch (error) {
    stream.once('error', () => undefined);
    stream.destroy();
    throw cut ?? (error instanceof TransportError || signal?.reason === error ? error : lost(phase, broken ?? error));
  } finally {
    deadline.end();
    deadline.signal.removeEventListener('abort', onAbort);
    stream.off('error', onError);
  }
}

/**
 * Reads exactly that many bytes from a paused stream and leaves the rest in it.
 * @throws EndOfInput when the stream ends first; the error that broke it when it breaks
 */
export function readExactly(stream: Duplex, length: number): Promise<Buffer> {
  if (length === 0) return Promise.resolve(Buffer.alloc(0));
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      stream.off('readable', attempt);
      stream.off('end', onEnd);
      stream.off('close', onEnd);
      stream.off('error', onError);
      outcome();
    };
    const attempt = (): void => {
      const bytes = stream.read(length) as Buffer | null;
      if (bytes === null) return;
      // read() gives what is left, and less than asked for, only at the end.
      settle(() => (bytes.length === length ? resolve(bytes) : reject(new EndOfInput(bytes))));
    };
    const onEnd = (): void => settle(() => reject(new EndOfInput(Buffer.alloc(0))));
    const onError = (error: Error): void => settle(() => reject(error));
    stream.on('readable', attempt);
    stream.once('end', onEnd);
    stream.once('close', onEnd);
    stream.once('error', onError);
    if (stream.destroyed || stream.readableEnded) onEnd();
    else attempt();
  });
}

/** A block as java.io.DataOutput.writeUTF frames it: u16 length, then the bytes. */
export async function readBlock(stream: Duplex): Promise<Buffer> {
  const header = await readExactly(stream, 2);
  return readExactly(stream, header.readUInt16BE(0));
}

/** @throws TransportError INVALID_ARGUMENT when the text is longer than a block holds */
export function block(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > 0xffff) {
    throw new TransportError(
      'INVALID_ARGUMENT',
      'fatal',
      `${bytes.length} bytes do not fit into a handshake message, which holds 65535 at most`,
    );
  }
  const out = Buffer.allocUnsafe(2 + bytes.length);
  out.writeUInt16BE(bytes.length, 0);
  bytes.copy(out, 2);
  return out;
}

/** The peer ended its side before everything that was asked for had arrived. */
export class EndOfInput extends Error {
  constructor(readonly partial: Buffer) {
    super('the peer closed the connection');
  }
}

function lost(phase: string, cause: unknown): TransportError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TransportError('CONNECTION_LOST', 'retryable', `Connection lost during ${phase}: ${reason}`, { cause });
}
