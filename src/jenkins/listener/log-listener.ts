/** A listener at the end of a Pipeline's chain: a sink, and the decorations that text passes on its way there. */
import type { Call, OutputProgress } from '../../remoting/call.js';
import { TextListener } from './listener.js';
import type { Listener } from './listener.js';
import type { LogSink } from './log-sink.js';
import { listenerSink } from './log-sink.js';
import type { LogTransform } from './log-transform.js';

/**
 * A TaskListener of a Pipeline: its text is UTF-8 (OutputStreamTaskListener$Default). As a Listener it swallows errors as a
 * PrintStream does; who must know whether bytes arrived uses `writeOrThrow` (OutputStreamTaskListener.getOutputStream).
 *
 * Nothing is lost at the end of a call: whoever does not retain the listener has what it wrote flushed before the answer.
 */
export class LogListener extends TextListener {
  readonly #ready: Promise<unknown> | undefined;
  #retained = false;
  #ended = false;
  #finishing = false;

  /** @param transforms the one that gets the text first comes first */
  constructor(
    private readonly sink: LogSink,
    private readonly transforms: readonly LogTransform[],
    private readonly call: Call,
  ) {
    super('UTF-8');
    const pending = transforms.flatMap(({ ready }) => (ready ? [ready] : []));
    this.#ready = pending.length === 0 ? undefined : Promise.all(pending);
    // Each write reports it; without one there is nothing to report.
    this.#ready?.catch(() => undefined);
  }

  /** The same with more transforms, which get the text before those that are there. */
  with(transforms: readonly LogTransform[]): LogListener {
    return new LogListener(this.sink, [...transforms, ...this.transforms], this.call);
  }

  /** Whether incomplete lines are held back. */
  get byLine(): boolean {
    return this.transforms.some(({ byLine }) => byLine);
  }

  async write(bytes: Buffer): Promise<void> {
    try {
      await this.writeOrThrow(bytes);
    } catch (error) {
      // The reader is gone. PrintStream would set a flag that nobody looks at; an interrupt stays pending in Java, too.
      if (this.call.signal.aborted && !this.#retained) throw error;
    }
  }

  /** Rejects when the bytes do not get through. */
  async writeOrThrow(bytes: Buffer): Promise<void> {
    this.#finishWithCall();
    if (this.#ready) await this.#ready;
    const written = this.sink.write(this.#transformed(bytes));
    await Promise.all([written, ...this.transforms.map((transform) => transform.settled?.())]);
  }

  /** Resolves when the controller has everything but incomplete lines. Rejects when anything was lost. */
  delivered(signal: AbortSignal): Promise<void> {
    return this.sink.delivered(signal);
  }

  /** Resolves when the operating system has everything but incomplete lines. Rejects when anything was lost. */
  handedOver(): Promise<void> {
    return this.sink.handedOver();
  }

  /** How far the stream below has come, in bytes. */
  get progress(): OutputProgress {
    return this.sink.progress;
  }

  /** The end of the text: OutputStream.close, which no listener passes on to the controller. Incomplete lines come out. */
  async endText(): Promise<void> {
    if (this.#ready) await this.#ready;
    await this.sink.write(this.#rest(true));
    await this.sink.flush();
  }

  flush(): void {
    // Behind the writes that wait for the same.
    void Promise.resolve(this.#ready)
      .then(() => this.sink.flush())
      .catch(() => undefined); // as a PrintStream; a write reports the same
  }

  retain(): this {
    this.#retained = true;
    this.sink.retain();
    for (const transform of this.transforms) transform.retain?.();
    return this;
  }

  release(): void {
    void this.#finish().then(() => this.sink.release());
  }

  follow(call: Call): void {
    this.sink.follow(call);
  }

  /** Only who writes has something to finish; a listener that others are made of does not. */
  #finishWithCall(): void {
    if (this.#finishing) return;
    this.#finishing = true;
    this.call.beforeAnswer(() => (this.#retained ? Promise.resolve() : this.#finish()));
  }

  /** What has been written goes out, whole lines or not. */
  async #finish(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    try {
      if (this.#ready) await this.#ready;
      const rest = this.#rest(false);
      await this.sink.write(rest);
      await this.sink.send();
    } catch {
      // As a PrintStream: those who must know used writeOrThrow.
    }
    for (const transform of this.transforms) transform.dispose?.();
  }

  #transformed(bytes: Buffer): Buffer {
    return this.transforms.reduce((text, transform) => transform.push(text), bytes);
  }

  /** The end passes down the chain: what one transform lets go is text for the next. */
  #rest(closed: boolean): Buffer {
    return this.transforms.reduce(
      (text, transform) => Buffer.concat([transform.push(text), transform.end(closed)]),
      EMPTY,
    );
  }
}

const EMPTY = Buffer.alloc(0);

/** Any listener as one of a Pipeline's. */
export function asLogListener(listener: Listener, call: Call): LogListener {
  return listener instanceof LogListener ? listener : new LogListener(listenerSink(listener), [], call);
}
