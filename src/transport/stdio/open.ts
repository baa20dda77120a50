import type { Duplex } from 'node:stream';
import { CapabilityBits } from '../capability.js';
import { abortReason, TransportError } from '../errors.js';
import { StreamTransport, type StreamTransportOptions } from '../stream-transport.js';
import { encodePreamble, type Negotiated, PreambleScanner, type StdioMode } from './preamble.js';
import { TextStream } from './text-stream.js';

export interface StdioOptions extends StreamTransportOptions {
  readonly mode: StdioMode;
  /** What CommunicationProtocol answers. */
  readonly name?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface StdioConnection {
  readonly transport: StreamTransport;
  /** The peer's capability mask. */
  readonly capability: number;
}

/**
 * Opens a channel on standard streams, or on a socket for -tcp and -connectTo (hudson.remoting.ChannelBuilder). There is
 * no deadline: the peer begins when it likes.
 * @param stream for standard streams `Duplex.from({ readable: process.stdin, writable: process.stdout })`
 * @throws TransportError CONNECTION_LOST `unexpected stream termination`, PROTOCOL_VIOLATION, PROTOCOL_UNSUPPORTED, all
 *   fatal; the signal's reason when aborted. The stream is closed then.
 */
export async function openStdio(stream: Duplex, options: StdioOptions): Promise<StdioConnection> {
  try {
    stream.write(encodePreamble(options.mode));
    const { mode, capability, rest } = await scan(stream, options.signal);
    if (mode !== options.mode) throw failure('PROTOCOL_VIOLATION', 'Protocol negotiation failure');
    if ((capability & CapabilityBits.CHUNKED_ENCODING) === 0) {
      throw failure(
        'PROTOCOL_UNSUPPORTED',
        `The peer's capability 0x${capability.toString(16)} is without chunked encoding: commands in one persistent ` +
          'object stream (remoting before 2.38) are not implemented',
      );
    }
    if (rest.length > 0) stream.unshift(rest);
    const commands = mode === 'text' ? new TextStream(stream) : stream;
    return { transport: new StreamTransport(options.name ?? 'Standard in/out', commands, options), capability };
  } catch (error) {
    stream.once('error', () => undefined);
    stream.destroy();
    throw error;
  }
}

function scan(stream: Duplex, signal: AbortSignal | undefined): Promise<Negotiated> {
  const scanner = new PreambleScanner();
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      stream.off('readable', onReadable);
      stream.off('end', onEnd);
      stream.off('close', onEnd);
      stream.off('error', onError);
      signal?.removeEventListener('abort', onAbort);
      outcome();
    };
    const onReadable = (): void => {
      try {
        for (let bytes = read(stream); bytes !== null; bytes = read(stream)) {
          const negotiated = scanner.push(bytes);
          if (negotiated === undefined) continue;
          settle(() => resolve(negotiated));
          return;
        }
      } catch (error) {
        onError(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const onEnd = (): void => settle(() => reject(failure('CONNECTION_LOST', 'unexpected stream termination')));
    const onError = (error: Error): void =>
      settle(() => reject(error instanceof TransportError ? error : failure('CONNECTION_LOST', error.message, error)));
    const onAbort = (): void => signal && settle(() => reject(abortReason(signal)));
    if (signal?.aborted === true) {
      reject(abortReason(signal));
      return;
    }
    stream.on('readable', onReadable);
    stream.once('end', onEnd);
    stream.once('close', onEnd);
    stream.once('error', onError);
    signal?.addEventListener('abort', onAbort);
    if (stream.destroyed || stream.readableEnded) onEnd();
  });
}

function read(stream: Duplex): Buffer | null {
  return stream.read() as Buffer | null;
}

function failure(
  code: 'CONNECTION_LOST' | 'PROTOCOL_VIOLATION' | 'PROTOCOL_UNSUPPORTED',
  message: string,
  cause?: Error,
): TransportError {
  return new TransportError(code, 'fatal', message, { cause });
}
