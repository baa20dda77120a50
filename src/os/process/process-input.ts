/** Where a process reads its input from: our end of its pipe. */
import type { Writable } from 'node:stream';
import { ioError } from '../../java/java-error.js';

export class ProcessInput {
  #failure: Error | undefined;

  constructor(private readonly pipe: Writable) {
    // Without a listener an error of the pipe's would end the agent; the writer hears of it from `write`.
    pipe.on('error', (error: NodeJS.ErrnoException) => {
      this.#failure ??=
        error.code === 'EPIPE' || error.code === 'ECONNRESET'
          ? ioError('Broken pipe', { cause: error })
          : ioError(error.message);
    });
  }

  /** Resolves when more may be written. Rejects with java.io.IOException when the process reads no more. */
  write(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = () => reject(this.#failure ?? ioError('Stream closed'));
      if (this.#failure || this.pipe.destroyed || this.pipe.writableEnded) {
        fail();
        return;
      }
      // The callback comes when the pipe took the bytes, or with the error; that is all the back-pressure there is to keep.
      this.pipe.write(bytes, (error) => {
        // The error event, which has the better text, follows the callback.
        if (error) setImmediate(fail);
        else resolve();
      });
    });
  }

  /** End of input. Idempotent. */
  end(): void {
    if (!this.pipe.destroyed) this.pipe.end();
  }

  /** Gives up on whatever is not written yet. Idempotent. */
  destroy(): void {
    this.pipe.destroy();
  }
}
