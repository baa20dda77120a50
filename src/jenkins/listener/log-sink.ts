/** Where the bytes of a Pipeline's log go once they are decorated. */
import type { Call, OutputProgress } from '../../remoting/call.js';
import type { Listener } from './listener.js';

export interface LogSink {
  /** Keeps the order. Resolves when more may be written; rejects when the bytes, or ones before, are lost. */
  write(bytes: Buffer): Promise<void>;
  /** Sends what is held back. */
  send(): Promise<void>;
  /** The same, and has the controller flush its stream. */
  flush(): Promise<void>;
  /** Flushes, and resolves when the controller has taken everything. Rejects as `write` does. */
  delivered(signal: AbortSignal): Promise<void>;
  /** Sends what is held back, and resolves when the operating system has it. Rejects as `write` does. */
  handedOver(): Promise<void>;
  /** How far the stream has come, in bytes. */
  readonly progress: OutputProgress;
  retain(): void;
  /** Sends what is held back and gives the stream back. Idempotent. */
  release(): void;
  follow(call: Call): void;
}

/** A listener that is no stream of a Pipeline's as such a sink: like java.io.PrintStream, it swallows errors. */
export function listenerSink(listener: Listener): LogSink {
  const flush = (): Promise<void> => {
    listener.flush();
    return Promise.resolve();
  };
  return {
    write: (bytes) => listener.write(bytes),
    send: flush,
    flush,
    delivered: flush,
    handedOver: flush,
    // What it swallows counts as taken.
    progress: { sent: 0, acknowledged: 0 },
    retain: () => void listener.retain(),
    release: () => listener.release(),
    follow: (call) => listener.follow(call),
  };
}
