import { JavaError } from '../../java/java-error.js';
import type { Call, RemoteOutput } from '../../remoting/call.js';
import { CustomDataReader } from '../../serial/custom-data.js';
import type { JavaObject } from '../../serial/model.js';
import type { LogTransform } from '../../jenkins/listener/log-transform.js';

/*
 * org.jenkinsci.plugins.pipeline.utility.steps.fs.TeeStep$TeeFilter {boolean transferredToRemote, FilePath f}, custom data:
 *
 *     Object  hudson.remoting.RemoteOutputStream    when transferredToRemote
 */
export function teeFilter(value: JavaObject, call: Call): LogTransform[] {
  const data = new CustomDataReader(value.custom());
  if (value.get('transferredToRemote') !== true) {
    throw new JavaError('java.io.InvalidObjectException', `${value.className} came without its stream`);
  }
  return [new Tee(call.output(data.object()))];
}

/** Writes the text to the controller's stream as well, which leads to the file wherever it is. */
class Tee implements LogTransform {
  readonly byLine = false;
  #written: Promise<void> = Promise.resolve();

  constructor(private readonly output: RemoteOutput) {}

  push(bytes: Buffer): Buffer {
    if (bytes.length > 0) {
      // The file is a copy: it must not keep the log from being written, and its writes keep their order by themselves.
      this.#written = this.output.write(bytes).catch(() => undefined);
    }
    return bytes;
  }

  end(): Buffer {
    return Buffer.alloc(0);
  }

  settled(): Promise<void> {
    return this.#written;
  }

  retain(): void {
    this.output.retain();
  }

  dispose(): void {
    this.output.release();
  }
}
