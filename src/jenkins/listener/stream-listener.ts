import { defaultCharset } from '../../java/charsets/charset.js';
import { JavaError } from '../../java/java-error.js';
import type { Call, RemoteOutput } from '../../remoting/call.js';
import { CustomDataReader } from '../../serial/custom-data.js';
import type { JavaObject } from '../../serial/model.js';
import { TextListener } from './listener.js';

const STREAM_TASK_LISTENER = 'hudson.util.StreamTaskListener';

/** A listener over an OutputStream of the controller's: hudson.util.StreamTaskListener after its readObject. */
export class StreamListener extends TextListener {
  #retained = false;

  constructor(
    private readonly output: RemoteOutput,
    charsetName: string,
    private readonly signal: AbortSignal,
  ) {
    super(charsetName);
  }

  async write(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    try {
      await this.output.write(bytes);
    } catch (error) {
      // The reader is gone. PrintStream would set a flag that nobody looks at; an interrupt stays pending in Java, too.
      if (this.signal.aborted && !this.#retained) throw error;
    }
  }

  flush(): void {
    this.output.flush();
  }

  retain(): this {
    this.#retained = true;
    this.output.retain();
    return this;
  }

  release(): void {
    this.output.release();
  }

  follow(call: Call): void {
    call.follow(this.output);
  }
}

/*
 * hudson.util.StreamTaskListener (and hudson.model.StreamBuildListener, a subclass that adds nothing), custom data:
 *
 *     Object  hudson.remoting.RemoteOutputStream
 *     Object  String, the name of the charset, or null for the default
 *
 * The fields of its descriptor (charset, out) are not written.
 */
export function decodeStreamListener(value: JavaObject, call: Call): StreamListener {
  const data = new CustomDataReader(value.custom(STREAM_TASK_LISTENER));
  const stream = data.object();
  const charset = data.object();
  if (charset !== null && typeof charset !== 'string') {
    throw new JavaError('java.io.InvalidObjectException', `the charset of a ${value.className} is not a String`);
  }
  return new StreamListener(call.output(stream), charset ?? defaultCharset.name, call.signal);
}
