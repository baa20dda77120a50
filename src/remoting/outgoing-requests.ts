/** Requests of ours that wait for the peer's responses. Ids count from 0; each is used once. */
import { ioError } from '../java/java-error.js';
import type { JavaObject, JavaValue } from '../serial/model.js';
import { following } from './counter.js';
import { throwableToError } from './failure.js';
import { CANCEL } from './wire/command-classes.js';

interface Pending {
  resolve(value: JavaValue): void;
  reject(error: Error): void;
}

export class OutgoingRequests {
  readonly #pending = new Map<number, Pending>();
  #nextId: number;
  #ended: Error | undefined;

  constructor(
    private readonly send: (command: JavaObject) => void,
    firstId = 0,
  ) {
    this.#nextId = firstId;
  }

  get waiting(): number {
    return this.#pending.size;
  }

  /**
   * Sends a request and waits for Response.returnValue. Rejects with the peer's exception, with the channel's end, or with
   * the signal's reason: then the peer is told to cancel.
   */
  async request(make: (id: number) => JavaObject, signal?: AbortSignal): Promise<JavaValue> {
    signal?.throwIfAborted();
    if (this.#ended) throw this.#ended;
    const id = this.#nextId;
    this.#nextId = following(id);
    return new Promise((resolve, reject) => {
      const cancel = () => {
        this.#pending.delete(id);
        this.send(CANCEL.create({ createdAt: null, id }));
        const reason: unknown = signal?.reason;
        reject(reason instanceof Error ? reason : ioError(String(reason)));
      };
      const released = () => signal?.removeEventListener('abort', cancel);
      this.#pending.set(id, {
        resolve: (value) => (released(), resolve(value)),
        reject: (error) => (released(), reject(error)),
      });
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        this.send(make(id));
      } catch (error) {
        // Arguments that cannot be written: nothing was sent, so nothing will be answered.
        this.#pending.delete(id);
        released();
        throw error;
      }
    });
  }

  /** hudson.remoting.Response. One for an unknown id answers a request that was cancelled meanwhile. */
  response(id: number, exception: JavaValue | undefined, returnValue: JavaValue | undefined): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    if (exception !== null && exception !== undefined) pending.reject(readFailure(exception));
    else pending.resolve(returnValue ?? null);
  }

  /** Fails everything that waits, and everything asked for later. */
  end(error: Error): void {
    this.#ended = error;
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of waiting) pending.reject(error);
  }
}

/** Whatever the peer sent as an exception, somebody waits for the request's end. */
function readFailure(exception: JavaValue): Error {
  try {
    return throwableToError(exception);
  } catch (cause) {
    return ioError("The peer's exception cannot be read", { cause });
  }
}
