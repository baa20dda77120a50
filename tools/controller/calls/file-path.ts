/** Operations on a path of the agent's machine, as hudson.FilePath sends them. All reject with the agent's exception. */
import type { ByteSink } from '../../../src/remoting/call.js';
import type { Channel } from '../../../src/remoting/channel.js';
import { exportInput, exportOutput, exportPipeWriter } from '../../../src/remoting/exports.js';
import { BYTE_PIPE } from '../../../src/remoting/pipe-commands.js';
import { PipeInput } from '../../../src/remoting/pipe-input.js';
import { PipeOutput } from '../../../src/remoting/pipe-output.js';
import { readStreamRef } from '../../../src/remoting/remote-refs.js';
import { arrayDesc, objectArray } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { booleanAnswer, longAnswer, nullAnswer, stringAnswer } from './answers.js';
import * as classes from './file-path-classes.js';

export class FilePath {
  constructor(
    private readonly channel: Channel,
    /** Absolute path on the agent's machine. */
    readonly remote: string,
  ) {}

  child(name: string): FilePath {
    return new FilePath(this.channel, `${this.remote}/${name}`);
  }

  /** Runs a file callable on this path. */
  act(callable: JavaObject, signal?: AbortSignal): Promise<JavaValue> {
    const filePath = classes.FILE_PATH.create({ remote: this.remote, urlFactory: null });
    return this.channel.call(classes.FILE_CALLABLE_WRAPPER.create({ callable, filePath }), callable.className, signal);
  }

  async mkdirs(): Promise<void> {
    booleanAnswer(await this.act(classes.MKDIRS.create({})));
  }

  async exists(): Promise<boolean> {
    return booleanAnswer(await this.act(classes.EXISTS.create({})));
  }

  async length(): Promise<number> {
    return Number(longAnswer(await this.act(classes.LENGTH.create({}))));
  }

  /** MD5 as hex. */
  async digest(): Promise<string> {
    return stringAnswer(await this.act(classes.DIGEST.create({})));
  }

  async readToString(): Promise<string> {
    return stringAnswer(await this.act(classes.READ_TO_STRING.create({})));
  }

  /** Writes UTF-8 text. */
  async write(content: string): Promise<void> {
    nullAnswer(await this.act(classes.WRITE.create({ content, encoding: 'UTF-8' })));
  }

  /** Makes a file with this text in the agent's directory for temporary files; returns its path. */
  async createTextTempFile(prefix: string, suffix: string, contents: string): Promise<FilePath> {
    const callable = classes.CREATE_TEXT_TEMP_FILE.create({ inThisDirectory: false, contents, prefix, suffix });
    return new FilePath(this.channel, stringAnswer(await this.act(callable)));
  }

  async delete(): Promise<void> {
    nullAnswer(await this.act(classes.DELETE.create({})));
  }

  async deleteRecursive(): Promise<void> {
    nullAnswer(await this.act(classes.DELETE_RECURSIVE.create({})));
  }

  /** Reads the file through a pipe. Rejects while reading when the agent cannot. */
  async *read(): AsyncGenerator<Buffer> {
    yield* this.pipe((p) =>
      classes.READ.create({ openOptions: objectArray([], OPEN_OPTIONS), p, verificationRoot: null }),
    );
  }

  /** Runs a callable that writes to a pipe, and yields what it writes. */
  async *pipe(make: (pipe: JavaObject) => JavaObject, answered?: (value: JavaValue) => void): AsyncGenerator<Buffer> {
    const input = new PipeInput(this.channel.closed);
    const answer = this.act(make(exportPipeWriter(this.channel, input)));
    // The failure is reported below; until then it must not count as unhandled.
    answer.catch(() => input.cancel());
    yield* input;
    const value = await answer;
    answered?.(value);
  }

  /** Has the file's bytes written to a stream of ours. */
  async copyTo(sink: ByteSink): Promise<void> {
    nullAnswer(await this.act(classes.COPY_TO.create({ out: exportOutput(this.channel, sink) })));
  }

  /** Unpacks a gzipped tar into this directory; the agent reads the archive from us. */
  async untarFrom(archive: AsyncIterable<Buffer>): Promise<void> {
    const compression = classes.TAR_COMPRESSION.GZIP;
    nullAnswer(await this.act(classes.UNTAR_FROM.create({ compression, in: exportInput(this.channel, archive) })));
  }

  /** Writes the file from a source: the agent exports a stream, and we write to it. */
  async copyFrom(source: AsyncIterable<Buffer>): Promise<void> {
    const answer = await this.act(classes.WRITE_PIPE.create({}));
    const ref = readStreamRef(answer);
    if (ref?.kind !== 'output') throw new TypeError('WritePipe answered no RemoteOutputStream');
    const output = new PipeOutput(this.channel, ref.oid, BYTE_PIPE, this.channel.closed);
    try {
      for await (const bytes of source) await output.write(bytes);
    } finally {
      output.close();
    }
  }
}

const OPEN_OPTIONS = arrayDesc('[Ljava.nio.file.OpenOption;', -1956087415980034981n);
