/** fileCopyOperation and folderCopyOperation. */
import { scanGlob } from '../../os/archive/dir-scan.js';
import { javaFile } from '../../java/path.js';
import { normalizeRemote, remoteChild, remoteName } from '../../java/remote-path.js';
import { JavaError } from '../../java/java-error.js';
import { compileJavaRegex } from '../../java/regex/regex.js';
import { copyRecursively } from '../../jenkins/archive/copy.js';
import { copyRemote } from '../../jenkins/file-path/remote-file.js';
import { bool, nullableStr, str } from '../../callables/shape.js';
import type { Shaped } from '../../callables/shape.js';
import { operation } from './operation.js';
import type { Operation } from './operation.js';
import { selectedFiles, selectedSet, selectionFields } from './selection.js';

const copyFields = {
  ...selectionFields,
  resolvedTargetLocation: str,
  flattenFiles: bool,
  renameFiles: bool,
  sourceCaptureExpression: nullableStr,
  targetNameExpression: nullableStr,
};

/** Flat, all files go into one directory, and may get other names there. */
const fileCopy = operation('FileCopy', copyFields, async (self, operation) => {
  const { listener, context } = operation;
  const target = operation.child(self.resolvedTargetLocation);
  const files = await selectedFiles(self, operation);
  if (!self.flattenFiles) {
    for (const file of files) await listener.println(file);
    const scan = scanGlob(operation.workspace, { ...selectedSet(self), followLinks: true }, context.signal);
    await copyRecursively(operation.workspace, scan, javaFile(target), context);
    return true;
  }
  for (const file of files) {
    const to = remoteChild(target, self.renameFiles ? await newName(self, file, operation) : remoteName(file));
    await listener.println(self.renameFiles ? `Copy from ${file} to ${to}` : file);
    await copyRemote(file, to, context.signal);
  }
  return true;
});

/**
 * The name that the expressions give a file: of its path from the workspace, `./` in front. Versions before 264, which like it
 * lack the field useDefaultExcludes, take its absolute path. A file that the expression does not fit keeps its name; those
 * versions copied it onto itself, which left it empty.
 */
async function newName(self: Shaped<typeof copyFields>, file: string, operation: Operation): Promise<string> {
  const { sourceCaptureExpression, targetNameExpression } = self;
  if (sourceCaptureExpression === null || targetNameExpression === null) {
    throw new JavaError('java.lang.NullPointerException', null);
  }
  const path = self.useDefaultExcludes === null ? file : file.replaceAll(operation.workspace, () => '.');
  const regex = compileJavaRegex(sourceCaptureExpression, { signal: operation.context.signal });
  const renamed = await regex.replaceAll(path, targetNameExpression);
  return renamed === path ? remoteName(file) : renamed;
}

const folderCopy = operation(
  'FolderCopy',
  { resolvedSourceFolderPath: str, resolvedDestinationFolderPath: str },
  async (self, { child, listener, context }) => {
    const source = child(self.resolvedSourceFolderPath);
    const target = child(self.resolvedDestinationFolderPath);
    await listener.println(`Copying folder: ${source} to ${target}`);
    const everything = { includes: '**/*', excludes: null, defaultExcludes: true, followLinks: true };
    await copyRecursively(source, scanGlob(source, everything, context.signal), normalizeRemote(target), context);
    return true;
  },
);

export const copyOperations = [fileCopy, folderCopy];
