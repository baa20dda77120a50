/**
 * A stream of ours that the peer writes to (the owner's half of hudson.remoting.ProxyOutputStream and ProxyWriter).
 * Operations run in order. A chunk is acknowledged once the sink took it or failed to, and that is what opens the
 * writer's window: a slow sink slows its writer down and nobody else.
 */
import { ioError } from '../java/java-error.js';
import type { ByteSink } from './call.js';
import type { Export } from './export-table.js';

/** What the owner of a stream tells its writer. */
export interface SinkReplies {
  ack(size: number): void;
  dead(cause: Error): void;
}

export class ExportedSink implements Export {
  /** Undefined while no operation is going on, so that the usual synchronous sink costs no promise. */
  #tail: Promise<void> | undefined;
  #ended = false;

  constructor(
    private readonly sink: ByteSink,
    private readonly replies: SinkReplies,
  ) {}

  /** @param size what to acknowledge: bytes of a stream, chars of a writer. Returns undefined when done at once. */
  chunk(bytes: Buffer, size: number): Promise<void> | undefined {
    return this.#inOrder(() => this.#write(bytes, size));
  }

  flush(): Promise<void> | undefined {
    return this.#inOrder(() => this.sink.flush?.());
  }

  /** End of stream. Runs `unexport` in its turn, before the sink is told. */
  eof(error: Error | undefined, unexport: () => void): Promise<void> | undefined {
    return this.#inOrder(() => {
      const ended = this.#end(error);
      unexport();
      return ended;
    });
  }

  /** Runs something behind the operations so far. */
  then(operation: () => void): Promise<void> | undefined {
    return this.#inOrder(operation);
  }

  describe(): string {
    return 'java.io.OutputStream';
  }

  /** The peer gave the stream back without closing it, or the channel ended: either way nothing more will come. */
  removed(error?: Error): void {
    const ended = this.#end(error);
    if (ended instanceof Promise) ended.catch((failure: unknown) => this.replies.dead(asError(failure)));
  }

  #end(error: Error | undefined): Promise<void> | void {
    if (this.#ended) return;
    this.#ended = true;
    return this.sink.end(error);
  }

  #write(bytes: Buffer, size: number): Promise<void> | undefined {
    try {
      if (this.#ended) throw ioError('stream is already closed');
      const written = this.sink.write(bytes);
      if (written instanceof Promise) {
        const answered = written.then(
          () => this.replies.ack(size),
          (failure: unknown) => this.#failed(failure, size),
        );
        return this.sink.queues === true ? undefined : answered;
      }
      this.replies.ack(size);
    } catch (failure) {
      this.#failed(failure, size);
    }
    return undefined;
  }

  /** The writer hears of the failure with its next write; the acknowledgement keeps its accounts straight. */
  #failed(failure: unknown, size: number): void {
    this.replies.dead(asError(failure));
    this.replies.ack(size);
  }

  #inOrder(operation: () => Promise<void> | void): Promise<void> | undefined {
    if (this.#tail === undefined) {
      const result = guarded(operation, this.replies);
      if (!(result instanceof Promise)) return undefined;
      return this.#follow(result);
    }
    return this.#follow(this.#tail.then(() => guarded(operation, this.replies)));
  }

  #follow(result: Promise<void>): Promise<void> {
    const tail: Promise<void> = result.then(() => {
      if (this.#tail === tail) this.#tail = undefined;
    });
    this.#tail = tail;
    return tail;
  }
}

/** Runs an operation so that its failure reaches the writer and never breaks the order. */
function guarded(operation: () => Promise<void> | void, replies: SinkReplies): Promise<void> | void {
  const failed = (failure: unknown) => replies.dead(asError(failure));
  try {
    const result = operation();
    if (result instanceof Promise) return result.catch(failed);
  } catch (failure) {
    failed(failure);
  }
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}
