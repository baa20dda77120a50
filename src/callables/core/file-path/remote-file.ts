/** Writing a file as hudson.FilePath does where it is at home. */
import { makeDirectories } from '../../../host/files/directories.js';
import { absoluteFile, javaFile, parentFile } from '../../../host/files/java-path.js';
import { readFrom } from '../../../host/files/read-file.js';
import { openForWriting, writeAll } from '../../../host/files/write-file.js';
import type { FileWriter } from '../../../host/files/write-file.js';
import { JavaError, ioError } from '../../../host/java-error.js';

/** FilePath.write(): what is missing above the file is made. */
export async function openRemote(remote: string): Promise<FileWriter> {
  const file = absoluteFile(javaFile(remote));
  const parent = parentFile(file);
  if (parent !== null) await makeDirectories(parent);
  return openForWriting(file);
}

/** Writes a whole file; one that could not be written to its end stays as it is. */
export async function writeRemote(remote: string, content: AsyncIterable<Buffer>): Promise<void> {
  await writeAll(await openRemote(remote), content);
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
