/** The branch-api plugin: where the workspaces of multibranch jobs are. */
import { rename } from 'node:fs/promises';
import { encodeStrictly } from '../../java/charsets/strict.js';
import { nioError } from '../../java/file-errors.js';
import { absoluteFile, parentFile } from '../../java/path.js';
import { deleteIfExists } from '../../os/files/delete-if-exists.js';
import { makeDirectories } from '../../os/files/directories.js';
import { createTempFile } from '../../os/files/temporary-files.js';
import { openForWriting } from '../../os/files/write-file.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { str } from '../../callables/shape.js';

/** workspaces.txt, which names the workspaces of multibranch jobs: replaced as a whole (hudson.util.AtomicFileWriter). */
const writeAtomic = fileCallable({
  name: 'jenkins.branch.WorkspaceLocatorImpl$WriteAtomic',
  fields: { text: str },
  run: async ({ text }, path) => {
    const file = absoluteFile(path);
    const directory = parentFile(file) ?? '/';
    await makeDirectories(directory);
    const temporary = await createTempFile('atomic', 'tmp', directory);
    try {
      const writer = await openForWriting(temporary);
      try {
        await writer.write(encodeStrictly(text));
      } finally {
        await writer.close();
      }
      await rename(temporary, file).catch((error: unknown) => {
        throw nioError(error, temporary, file);
      });
    } catch (error) {
      await deleteIfExists(Buffer.from(temporary));
      throw error;
    }
    return null;
  },
});

export const declarations = [writeAtomic] satisfies readonly Declaration[];
