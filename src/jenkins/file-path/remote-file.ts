/** Writing a file as hudson.FilePath does where it is at home. */
import { makeDirectories } from '../../os/files/directories.js';
import { absoluteFile, javaFile, parentFile } from '../../java/path.js';
import { readFrom } from '../../os/files/read-file.js';
import { openForWriting, writeWholeFile } from '../../os/files/write-file.js';
import type { FileWriter } from '../../os/files/write-file.js';
import { JavaError, ioError } from '../../java/java-error.js';

/** FilePath.write(): what is missing above the file is made. */
export async function openRemote(remote: string): Promise<FileWriter> {
  return openForWriting(await withParent(remote));
}

/** Writes a whole file; nothing stays of one that could not be written to its end. */
export async function writeRemote(remote: string, content: AsyncIterable<Buffer>): Promise<void> {
  await writeWholeFile(await withParent(remote), content);
}

/** FilePath.copyTo(FilePath) between files of this machine. */
export async function copyRemote(from: string, to: string, signal: AbortSignal): Promise<void> {
  try {
    await writeRemote(to, readFrom(javaFile(from), { signal }));
  } catch (error) {
    if (!(error instanceof JavaError) || signal.aborted) throw error;
    throw ioError(`Failed to copy ${from} to ${to}`, { cause: error });
  }
}

async function withParent(remote: string): Promise<string> {
  const file = absoluteFile(javaFile(remote));
  const parent = parentFile(file);
  if (parent !== null) await makeDirectories(parent);
  return file;
}
