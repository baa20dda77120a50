/** Files of the steps, over SFTP: put, get and remove, directories with all that is in them. */
import { readdir, stat } from 'node:fs/promises';
import { JavaError, ioError } from '../../java/java-error.js';
import { absoluteFile, childFile, fileName, parentFile } from '../../java/path.js';
import { compileJavaRegex } from '../../java/regex/regex.js';
import { isDirectory } from '../../os/files/attributes.js';
import { makeDirectories } from '../../os/files/directories.js';
import { openForReading } from '../../os/files/read-file.js';
import { openFileOutput } from '../../os/files/write-file.js';
import { unknownClass } from '../../callables/unknown-class.js';
import { SSH_FX_FAILURE, SSH_FX_NO_SUCH_FILE, SftpFailure } from '../jsch/failures.js';
import { Sftp } from '../jsch/sftp.js';
import { download, upload } from '../jsch/sftp-copy.js';
import type { Work } from './commands.js';

/** Which local files are taken. */
export type Filter = (file: string) => boolean | Promise<boolean>;

/**
 * `filterBy` is a property of java.io.File, `filterRegex` is looked for in it.
 * @returns null where all are taken
 */
export function fileFilter(filterBy: string | null, filterRegex: string | null, signal: AbortSignal): Filter | null {
  if ((filterBy ?? '') === '' || (filterRegex ?? '') === '') return null;
  const property = PROPERTIES[filterBy ?? ''];
  if (!property) throw unknownClass('the filter', `java.io.File.${filterBy ?? ''}`);
  const pattern = compileJavaRegex(filterRegex ?? '', { signal });
  return (file) => pattern.find(property(file));
}

const PROPERTIES: Readonly<Record<string, (file: string) => string>> = {
  name: (file) => fileName(file),
  path: (file) => file,
  absolutePath: (file) => absoluteFile(file),
  parent: (file) => parentFile(file) ?? '',
};

export async function put(work: Work, from: string, into: string, filter: Filter | null): Promise<void> {
  const isThere = await stat(from).catch(() => null);
  if (!isThere) throw new JavaError('java.io.FileNotFoundException', from);
  await withSftp(work, (sftp) => putAll(work, sftp, from, into, filter));
}

/** Files first, then directories; those that the filter leaves empty are not made. */
async function putAll(work: Work, sftp: Sftp, from: string, into: string, filter: Filter | null): Promise<void> {
  if (!(await isDirectory(from))) {
    if (!filter || (await filter(from))) await putFile(work, sftp, from, into);
    return;
  }
  if (filter && !(await holdsAny(from, filter))) return;
  const directory = `${into}/${fileName(from)}`;
  await makeRemote(work, sftp, directory);
  const { files, directories } = await children(from);
  for (const file of files) {
    if (!filter || (await filter(file))) await putFile(work, sftp, file, directory);
  }
  for (const inner of directories) await putAll(work, sftp, inner, directory, filter);
}

async function holdsAny(directory: string, filter: Filter): Promise<boolean> {
  const { files, directories } = await children(directory);
  for (const file of files) if (await filter(file)) return true;
  for (const inner of directories) if (await holdsAny(inner, filter)) return true;
  return false;
}

async function children(directory: string): Promise<{ files: string[]; directories: string[] }> {
  const files: string[] = [];
  const directories: string[] = [];
  for (const name of await readdir(directory)) {
    const child = childFile(directory, name);
    ((await isDirectory(child)) ? directories : files).push(child);
  }
  return { files, directories };
}

/** One that is there stays. */
async function makeRemote({ remote }: Work, sftp: Sftp, directory: string): Promise<void> {
  await named(`SFTP MKDIR: ${remote.name}:${directory}`, async () => {
    try {
      await sftp.mkdir(directory);
    } catch (error) {
      const isTold =
        error instanceof SftpFailure && (error.status === SSH_FX_FAILURE || error.status === FILE_ALREADY_EXISTS);
      if (!isTold) throw error;
    }
  });
}

const FILE_ALREADY_EXISTS = 11;

/** Into a directory under its own name. */
async function putFile({ remote, context, listener }: Work, sftp: Sftp, file: string, into: string): Promise<void> {
  await named(`SFTP PUT: ${file} -> ${remote.name}:${into}`, async () => {
    const isInside = await sftp.stat(into).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    const target = isInside ? `${into.replace(/\/$/, '')}/${fileName(file)}` : into;
    const source = await openForReading(file, { signal: context.signal });
    try {
      await upload(sftp, source, target);
    } catch (error) {
      if (error instanceof SftpFailure && error.remains === 'incomplete')
        await listener.println(`${target} on ${remote.name} is incomplete`);
      throw error;
    } finally {
      await source.close();
    }
  });
}

export async function get(work: Work, from: string, into: string, filter: Filter | null): Promise<void> {
  const isInside = await isDirectory(into);
  if (!isInside && filter && !(await filter(into))) return;
  await withSftp(work, async (sftp) => {
    const attributes = await named(`SFTP STAT: ${work.remote.name}:${from}`, () => sftp.stat(from));
    if (!attributes.isDirectory()) {
      await getFile(work, sftp, from, isInside ? childFile(into, localName(from.replace(/^.*\//s, ''))) : into);
    } else if (isInside) {
      const name = from.replace(/\/$/, '').replace(/^.*\//s, '');
      await getDirectory(work, sftp, from, childFile(into, localName(name)), filter);
    } else {
      const what = `SFTP GET: ${work.remote.name}:${from} -> ${into}`;
      await named(what, () =>
        Promise.reject(new SftpFailure(`not supported to get directory ${from}`, SSH_FX_FAILURE)),
      );
    }
  });
}

async function getDirectory(work: Work, sftp: Sftp, from: string, into: string, filter: Filter | null): Promise<void> {
  if (!filter) await makeDirectories(into);
  const entries = await named(`SFTP LS: ${work.remote.name}:${from}`, () => sftp.ls(from));
  for (const { name, isDirectory: isInner } of entries) {
    const target = childFile(into, localName(name));
    if (isInner || (filter && !(await filter(target)))) continue;
    await makeDirectories(into);
    await getFile(work, sftp, `${from}/${name}`, target);
  }
  for (const { name, isDirectory: isInner } of entries) {
    if (isInner) await getDirectory(work, sftp, `${from}/${name}`, childFile(into, localName(name)), filter);
  }
}

/** Half a file does not stay. */
async function getFile({ remote }: Work, sftp: Sftp, from: string, into: string): Promise<void> {
  const writer = await openFileOutput(into);
  try {
    await named(`SFTP GET: ${remote.name}:${from} -> ${into}`, () => download(sftp, from, writer));
  } catch (error) {
    await writer.discard();
    throw error;
  }
  await writer.close();
}

/** @returns whether there was anything to remove */
export async function remove(work: Work, path: string): Promise<boolean> {
  return withSftp(work, async (sftp) => {
    const attributes = await named(`SFTP STAT: ${work.remote.name}:${path}`, () =>
      sftp.stat(path).catch((error: unknown) => {
        if (error instanceof SftpFailure && error.status === SSH_FX_NO_SUCH_FILE) return null;
        throw error;
      }),
    );
    if (!attributes) return false;
    await removeAll(work, sftp, path, attributes.isDirectory());
    return true;
  });
}

async function removeAll(work: Work, sftp: Sftp, path: string, isInner: boolean): Promise<void> {
  const where = `${work.remote.name}:${path}`;
  const literal = path.replace(/[\\*?]/g, '\\$&');
  if (!isInner) {
    await named(`SFTP RM: ${where}`, () => sftp.rm(literal));
    return;
  }
  for (const entry of await named(`SFTP LS: ${where}`, () => sftp.ls(path)))
    await removeAll(work, sftp, `${path}/${entry.name}`, entry.isDirectory);
  await named(`SFTP RMDIR: ${where}`, () => sftp.rmdir(literal));
}

async function withSftp<T>(work: Work, run: (sftp: Sftp) => Promise<T>): Promise<T> {
  const sftp = await Sftp.open(work.session, work.remote.timeoutSec * 1000);
  try {
    return await run(sftp);
  } finally {
    sftp.close();
  }
}

/** Says of a failure what failed, in the library's words. */
async function named<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof SftpFailure)) throw error;
    const [name, text] = STATUS[error.status] ?? ['UNKNOWN', 'Unknown error'];
    throw ioError(`Failed ${what}: (${name}: ${text}): ${error.message}`);
  }
}

const STATUS: Readonly<Record<number, readonly [string, string]>> = {
  2: ['SSH_FX_NO_SUCH_FILE', 'A reference was made to a file which does not exist'],
  3: ['SSH_FX_PERMISSION_DENIED', 'The user does not have sufficient permissions to perform the operation'],
  4: ['SSH_FX_FAILURE', 'An error occurred'],
  7: ['SSH_FX_CONNECTION_LOST', 'The connection to the server was lost'],
  8: [
    'SSH_FX_OP_UNSUPPORTED',
    'An attempted operation could not be completed by the server because the server does not support the operation',
  ],
};

/** A server may call its files anything; none may leave the directory. */
function localName(name: string): string {
  if (/[/\\]/.test(name) || name === '..' || name === '.' || name === '')
    throw ioError(`the server's file [${name}] has no name for a file`);
  return name;
}
