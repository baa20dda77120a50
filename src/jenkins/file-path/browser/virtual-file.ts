/**
 * jenkins.util.VirtualFile$FilePathVF on the wire, and the operations of it that run here:
 *
 *     boolean cacheDescendant
 *     FilePath f
 *     FilePath root
 *
 * The other subclasses (of artifact managers) are code of plugins.
 */
import { fileExists, isDirectory } from '../../../os/files/attributes.js';
import { listFiles } from '../../../os/files/directories.js';
import { childFile, javaFile } from '../../../java/path.js';
import { isHiddenTmpDir, isRefusedLink } from '../../../os/files/open-options.js';
import type { OpenOptions } from '../../../os/files/open-options.js';
import { JavaObject } from '../../../serial/model.js';
import type { FieldReader } from '../../../callables/shape.js';
import { unknownClass } from '../../../callables/unknown-class.js';
import { remoteOf } from '../file-path-value.js';

export interface VirtualFile {
  readonly path: string;
  /** Where looking upwards for links ends. */
  readonly root: string;
}

/** A field that holds a VirtualFile. */
export const virtualFile: FieldReader<VirtualFile> = (value, where) => {
  if (!(value instanceof JavaObject) || value.className !== 'jenkins.util.VirtualFile$FilePathVF') {
    throw unknownClass(`the virtual file ${where} of class`, value);
  }
  return {
    path: javaFile(remoteOf(value.get('f'), `${where}.f`)),
    root: javaFile(remoteOf(value.get('root'), `${where}.root`)),
  };
};

/** VirtualFile.list(OpenOption...): the children that may be shown. */
export async function visibleChildren(
  file: VirtualFile,
  hidden: Omit<OpenOptions, 'verificationRoot'>,
): Promise<string[]> {
  const options = { ...hidden, verificationRoot: file.root };
  const children: string[] = [];
  for (const child of (await listFiles(file.path)) ?? []) {
    if (!(await isRefusedLink(child, options)) && !(await isHiddenTmpDir(child, options))) children.push(child);
  }
  return children;
}

/** VirtualFile$CollectFiles: every file below, as relative paths with `/`. Links are followed, as there. */
export async function collectFiles(directory: string, signal: AbortSignal, prefix = ''): Promise<string[]> {
  const names: string[] = [];
  for (const child of (await listFiles(directory)) ?? []) {
    signal.throwIfAborted();
    const relative = prefix + child.slice(childFile(directory, 'x').length - 1);
    if (await isDirectory(child)) names.push(...(await collectFiles(child, signal, `${relative}/`)));
    else if (await fileExists(child)) names.push(relative);
  }
  return names;
}
