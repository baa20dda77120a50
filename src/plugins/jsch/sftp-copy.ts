/** Files over SFTP, many requests under way at once, so that the time to the host and back is waited for once. */
import type { FileWriter } from '../../os/files/write-file.js';
import { SftpFailure } from './failures.js';
import type { Sftp } from './sftp.js';

/** What every server takes in a request (draft-ietf-secsh-filexfer-02). */
const REQUEST_BYTES = 32 * 1024;

const REQUESTS_UNDER_WAY = 64;

/** How long a half-written file may take to go away. */
const CLEAN_UP_MS = 5000;

/**
 * ChannelSftp.put: writes a file of the host. One that could not be written to its end is removed there, or else the failure says that
 * it is incomplete.
 * @returns its length in bytes
 * @throws SftpFailure; what the source fails with; what the signal was aborted with
 */
export async function upload(sftp: Sftp, source: AsyncIterable<Buffer>, path: string): Promise<number> {
  const { channel } = sftp;
  const target = sftp.absolute(path);
  const handle = await sftp.ask<Buffer>((done) => channel.open(target, 'w', done));
  let position = 0;
  const written = new Pipeline();
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length; at += REQUEST_BYTES) {
        const piece = chunk.subarray(at, at + REQUEST_BYTES);
        const offset = position;
        position += piece.length;
        await written.add(sftp.perform((done) => channel.write(handle, piece, 0, piece.length, offset, done)));
      }
    }
    await written.all();
    await sftp.perform((done) => channel.close(handle, done));
    return position;
  } catch (error) {
    await written.settled();
    const isGone = await removed(sftp, handle, target);
    sftp.signal.throwIfAborted();
    if (!(error instanceof SftpFailure)) throw error;
    throw new SftpFailure(error.message, error.status, isGone ? 'removed' : 'incomplete');
  }
}

/** ChannelSftp.get: writes a file of the host to a file of ours, whose half stays when this fails. @throws SftpFailure */
export async function download(sftp: Sftp, path: string, writer: FileWriter): Promise<void> {
  const { channel } = sftp;
  const handle = await sftp.ask<Buffer>((done) => channel.open(sftp.absolute(path), 'r', done));
  const read = (offset: number, length: number): Promise<Buffer> => {
    const bytes = Buffer.alloc(length);
    return sftp
      .ask<number>((done) => channel.read(handle, bytes, 0, length, offset, done))
      .then((count) => bytes.subarray(0, count))
      .catch((error: unknown) => {
        if (error instanceof SftpFailure && error.status === SSH_FX_EOF) return EMPTY;
        throw error;
      });
  };
  const ahead: Promise<Buffer>[] = [];
  try {
    let requested = 0;
    for (let position = 0; ;) {
      while (ahead.length < REQUESTS_UNDER_WAY) {
        const next = read(requested, REQUEST_BYTES);
        next.catch(() => undefined); // whoever takes it from the row sees it
        ahead.push(next);
        requested += REQUEST_BYTES;
      }
      const start = position;
      let bytes = await (ahead.shift() ?? EMPTY);
      if (bytes.length === 0) break;
      await writer.write(bytes);
      position += bytes.length;
      // A server may give less than was asked for.
      while (position < start + REQUEST_BYTES) {
        bytes = await read(position, start + REQUEST_BYTES - position);
        if (bytes.length === 0) return;
        await writer.write(bytes);
        position += bytes.length;
      }
    }
  } finally {
    await Promise.allSettled(ahead);
    await quietly((done) => channel.close(handle, done));
  }
}

const SSH_FX_EOF = 1;
const EMPTY = Buffer.alloc(0);

/** Requests under way; the first failure is that of all. */
class Pipeline {
  readonly #pending = new Set<Promise<void>>();
  #failure: unknown;

  async add(request: Promise<void>): Promise<void> {
    const one = request.then(
      () => void this.#pending.delete(one),
      (error: unknown) => {
        this.#failure ??= error;
        this.#pending.delete(one);
      },
    );
    this.#pending.add(one);
    if (this.#pending.size >= REQUESTS_UNDER_WAY) await Promise.race(this.#pending);
    this.#check();
  }

  async all(): Promise<void> {
    await Promise.all(this.#pending);
    this.#check();
  }

  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure as Error;
  }
}

/** Only a file goes: a link, a device or a pipe stays what it is. The request may be over; the session is not. */
async function removed({ channel }: Sftp, handle: Buffer, path: string): Promise<boolean> {
  const isFile = await quietly<boolean>((done) =>
    channel.lstat(path, (error, stats) => done(error, !error && stats.isFile())),
  );
  await quietly((done) => channel.close(handle, done));
  if (isFile !== true) return false;
  return (await quietly<true>((done) => channel.unlink(path, (error) => done(error, true)))) ?? false;
}

/** The answer to a request that may fail, or come too late. */
async function quietly<T>(
  start: (done: (error: Error | null | undefined, value?: T) => void) => void,
): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T | undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), CLEAN_UP_MS);
      start((error, value) => resolve(error ? undefined : value));
    });
  } catch {
    return undefined; // ssh2 throws where the channel is closed
  } finally {
    clearTimeout(timer);
  }
}
