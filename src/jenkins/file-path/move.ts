/** Moving and copying on this machine. */
import { JavaError, ioError } from '../../java/java-error.js';
import { copyWithAttributes } from '../../os/files/copy.js';
import { deleteIfExists } from '../../os/files/delete-if-exists.js';
import { createDirectories, listNames } from '../../os/files/directories.js';
import { absoluteFile, childFile, parentFile } from '../../java/path.js';
import { moveFile, renameFile } from '../../os/files/move.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { filePathField } from './file-path-value.js';

const renameTo = fileCallable({
  name: 'hudson.FilePath$RenameTo',
  fields: { target: filePathField },
  run: async (self, path) => {
    await moveFile(path, self.target);
    return null;
  },
});

/**
 * Moves what is in this directory to another and deletes this one. It gets another name first, because the target is often
 * its parent, where a child may have its name. What is no directory keeps its own name, where the official agent would leave it
 * with the other one.
 */
const moveAllChildrenTo = fileCallable({
  name: 'hudson.FilePath$MoveAllChildrenTo',
  fields: { target: filePathField },
  run: async (self, path) => {
    const aside = `${absoluteFile(path)}.__rename`;
    await renameOrFail(path, aside);
    const names = await listNames(aside);
    if (names === null) {
      await renameOrFail(aside, path);
      throw new JavaError('java.lang.NullPointerException', NOT_LISTED);
    }
    for (const name of names) {
      await renameOrFail(childFile(aside, name), childFile(self.target, name));
    }
    await deleteIfExists(aside);
    return null;
  },
});

const copyToWithPermission = fileCallable({
  name: 'hudson.FilePath$CopyToWithPermission',
  fields: { target: filePathField },
  run: async (self, path) => {
    const parent = parentFile(self.target);
    if (parent !== null) await createDirectories(parent);
    await copyWithAttributes(path, self.target);
    return null;
  },
});

/** What a JVM says of `for (File child : file.listFiles())` when there is nothing to list. */
const NOT_LISTED = 'Cannot read the array length because "<local5>" is null';

async function renameOrFail(from: string, to: string): Promise<void> {
  if (!(await renameFile(from, to))) throw ioError(`Failed to rename ${from} to ${to}`);
}

export const moveCallables = [renameTo, moveAllChildrenTo, copyToWithPermission] satisfies Declaration[];
