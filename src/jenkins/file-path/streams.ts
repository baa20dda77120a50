/** Contents as streams. Neither side is ever ahead of the other by more than a chunk and the pipe's window. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { JavaError } from '../../java/java-error.js';
import { makeDirectories } from '../../os/files/directories.js';
import { absoluteFile, parentFile } from '../../java/path.js';
import { refuseLinks, refuseTmpDirsAndLinks } from '../../os/files/open-options.js';
import type { OpenOptions } from '../../os/files/open-options.js';
import { openForReading, openRandomAccess, readFrom } from '../../os/files/read-file.js';
import type { OpenFile } from '../../os/files/read-file.js';
import { openForWriting } from '../../os/files/write-file.js';
import type { RemoteOutput } from '../../remoting/call.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { any, long } from '../../callables/shape.js';
import { openOptionsOf } from './open-options-fields.js';

/**
 * FilePath.read: the file into a pipe. A failure goes to the reader of the pipe; the call itself always succeeds, and its
 * answer is of no interest to the controller.
 *
 * The official agent tells the reader of failures to open only: one that happens later looks like the end of the file.
 * Here it is told, except of a directory, which has always read as an empty file.
 */
const read = fileCallable({
  name: 'hudson.FilePath$Read',
  fields: { p: any },
  run: async (self, path, context, object) => {
    const out = context.output(self.p);
    try {
      await send(await openChecked(path, openOptionsOf(object), context.signal), out);
      out.close();
    } catch (error) {
      context.signal.throwIfAborted();
      out.close(isDirectoryRead(error) ? undefined : asError(error));
    }
    context.follow(out);
    return null;
  },
});

/** FilePath.readFromOffset: what follows an offset, gzipped, into a pipe. A file that cannot be opened reads as empty. */
const readFromOffset = fileCallable({
  name: 'hudson.FilePath$OffsetPipeSecureFileCallable',
  fields: { offset: long, p: any },
  run: async (self, path, context) => {
    const out = context.output(self.p);
    const file = await openRandomAccess(path, { offset: self.offset, signal: context.signal }).catch(
      async (error: unknown) => {
        await out.write(gzipSync(Buffer.alloc(0)));
        out.close();
        throw error;
      },
    );
    try {
      await sendGzipped(file, out);
    } catch (error) {
      out.close(asError(error));
      throw error;
    }
    out.close();
    context.follow(out);
    return null;
  },
});

/** FilePath.copyTo(OutputStream). The stream is closed whatever happens; the failure is the answer. */
const copyTo = fileCallable({
  name: 'hudson.FilePath$CopyTo',
  fields: { out: any },
  run: async (self, path, context) => {
    const out = context.output(self.out);
    try {
      await send(readFrom(path, { signal: context.signal }), out);
    } finally {
      out.close();
    }
    context.follow(out);
    return null;
  },
});

/**
 * FilePath.write: answers a stream into the file, which is emptied at once. What is written to the stream is acknowledged
 * when the system took it; the file is closed with the stream. When the stream breaks off, by an error or with the channel, the
 * half-written file goes.
 */
const writePipe = fileCallable({
  name: 'hudson.FilePath$WritePipe',
  run: async (_self, path, context) => {
    const file = absoluteFile(path);
    const parent = parentFile(file);
    if (parent !== null) await makeDirectories(parent);
    const writer = await openForWriting(file);
    return context.exportOutput({
      write: (bytes) => writer.write(bytes),
      end: (error) => (error ? writer.discard() : writer.close()),
    });
  },
});

/** FilePath.newInputStreamDenyingSymlinkAsNeeded. */
async function openChecked(path: string, options: OpenOptions, signal: AbortSignal): Promise<OpenFile> {
  await refuseTmpDirsAndLinks(path, options);
  const file = await openForReading(path, { noFollowLinks: options.noFollowLinks, signal });
  try {
    await refuseLinks(path, options);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function send(source: AsyncIterable<Buffer>, out: RemoteOutput): Promise<void> {
  for await (const chunk of source) await out.write(chunk);
}

async function sendGzipped(source: AsyncIterable<Buffer>, out: RemoteOutput): Promise<void> {
  let failure: unknown;
  const sink = async (compressed: AsyncIterable<Buffer>): Promise<void> => {
    try {
      await send(compressed, out);
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  try {
    await pipeline(Readable.from(source), createGzip(), sink);
  } catch (error) {
    // Where the reader fails, pipeline aborts the source first and then reports the abortion.
    throw failure ?? error;
  }
}

function isDirectoryRead(error: unknown): boolean {
  return error instanceof JavaError && error.javaMessage === 'Is a directory';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

export const streamCallables = [read, readFromOffset, copyTo, writePipe] satisfies Declaration[];
