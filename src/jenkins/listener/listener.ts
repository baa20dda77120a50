/** Where a callable reports to: hudson.model.TaskListener. */
import { charsetForName } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';
import type { Call } from '../../remoting/call.js';

/** Nothing here rejects because the reader is gone: a java.io.PrintStream swallows such errors. A cancelled call does reject. */
export interface Listener {
  /** Bytes as they are, in the listener's charset by the writer's word: the output of processes. */
  write(bytes: Buffer): Promise<void>;
  print(text: string): Promise<void>;
  println(line: string): Promise<void>;
  /** `ERROR: message` */
  error(message: string): Promise<void>;
  /** `FATAL: message` */
  fatalError(message: string): Promise<void>;
  flush(): void;
  /** Keeps the listener after the call has been answered: the caller must release it. Returns this. */
  retain(): this;
  /** Gives the listener's stream back. Idempotent. */
  release(): void;
  /** Makes the answer to this call wait, on the controller's side, for everything written so far. */
  follow(call: Call): void;
}

/** What all listeners share: text becomes bytes. Subclasses say where the bytes go. */
export abstract class TextListener implements Listener {
  #charset: Promise<Charset> | undefined;

  /** @param charsetName as java.nio.charset.Charset.forName takes it */
  protected constructor(private readonly charsetName: string) {}

  abstract write(bytes: Buffer): Promise<void>;
  abstract flush(): void;
  abstract retain(): this;
  abstract release(): void;
  abstract follow(call: Call): void;

  async print(text: string): Promise<void> {
    this.#charset ??= charsetForName(this.charsetName);
    await this.write((await this.#charset).encode(text));
  }

  println(line: string): Promise<void> {
    return this.print(line + LINE_SEPARATOR);
  }

  error(message: string): Promise<void> {
    return this.println(`ERROR: ${message}`);
  }

  fatalError(message: string): Promise<void> {
    return this.println(`FATAL: ${message}`);
  }
}

const LINE_SEPARATOR = process.platform === 'win32' ? '\r\n' : '\n';
