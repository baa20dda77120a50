/** hudson.FilePath.write() of a path of this machine. */
import { makeDirectories } from '../../../host/files/directories.js';
import { absoluteFile, javaFile, parentFile } from '../../../host/files/java-path.js';
import { openForWriting } from '../../../host/files/write-file.js';
import type { FileWriter } from '../../../host/files/write-file.js';

/** FilePath.write(): what is missing above the file is made. */
export async function openRemote(remote: string): Promise<FileWriter> {
  const file = absoluteFile(javaFile(remote));
  const parent = parentFile(file);
  if (parent !== null) await makeDirectories(parent);
  return openForWriting(file);
}

/** Writes a whole file; one that could not be written to its end stays as it is. */
export async function writeRemote(remote: string, content: AsyncIterable<Buffer>): Promise<void> {
  const writer = await openRemote(remote);
  try {
    for await (const chunk of content) await writer.write(chunk);
  } finally {
    await writer.close();
  }
}
