/** A started process, exported to the controller: hudson.Launcher$RemoteProcess. */
import type { LocalProcess } from '../../os/process/local-process.js';
import type { Call, ExportedObject } from '../../remoting/call.js';
import { boxBoolean, boxInt } from '../../serial/jdk.js';
import type { JavaObject, JavaValue } from '../../serial/model.js';
import { noMethod } from '../../callables/no-method.js';
import { IO_TRIPLET } from './io-triplet.js';
import { inputSink } from './input-sink.js';
import type { ProcessStreams } from './process-streams.js';
import type { LaunchRequest } from './launch-request.js';

type Reversed = Pick<LaunchRequest, 'reverseStdin' | 'reverseStdout' | 'reverseStderr'>;

export class RemoteProcess implements ExportedObject {
  readonly interfaces = ['hudson.Launcher$RemoteProcess'];
  /** The stderr of a process whose stderr goes where its stdout does. */
  readonly #noErrors: AsyncIterable<Buffer> = { [Symbol.asyncIterator]: () => NOTHING };
  #streamsTaken = false;

  constructor(
    private readonly started: LocalProcess,
    private readonly streams: ProcessStreams,
    private readonly reversed: Reversed,
  ) {
    streams.retain();
    void started.copied.then(() => streams.release());
  }

  invoke(
    method: string,
    _types: readonly string[],
    _args: readonly JavaValue[],
    call: Call,
  ): Promise<JavaValue> | JavaValue {
    switch (method) {
      case 'join':
        return this.#join(call);
      case 'kill':
        return this.started.kill(call.signal).then(() => null);
      case 'isAlive':
        return boxBoolean(this.started.isAlive());
      case 'getIOtriplet':
        return this.#ioTriplet(call);
      default:
        throw noMethod(method, this);
    }
  }

  describe(): string {
    return `pid ${this.started.pid}`;
  }

  /** The process goes on by itself; but a pipe that nobody can read any more would stop it as soon as it is full. */
  released(): void {
    if (this.#streamsTaken) return;
    if (this.reversed.reverseStdin) this.started.pipes.stdin?.end();
    if (this.reversed.reverseStdout || this.reversed.reverseStderr) this.started.pipes.stdout?.destroy();
  }

  async #join(call: Call): Promise<JavaValue> {
    try {
      return boxInt(await this.started.join(call.signal));
    } finally {
      // Java exchanges an IOSyncer here: the log must be complete when the controller learns that the process is over.
      this.streams.follow(call);
    }
  }

  #ioTriplet(call: Call): JavaObject {
    const { stdin, stdout } = this.started.pipes;
    const { reverseStdin, reverseStdout, reverseStderr } = this.reversed;
    this.#streamsTaken = true;
    return IO_TRIPLET.create({
      stdin: reverseStdin && stdin ? call.exportOutput(inputSink(stdin)) : null,
      stdout: reverseStdout && stdout ? call.exportInput(stdout) : null,
      stderr: reverseStderr ? call.exportInput(this.#noErrors) : null,
    });
  }
}

const NOTHING: AsyncIterator<Buffer, undefined> = { next: () => Promise.resolve({ done: true, value: undefined }) };
