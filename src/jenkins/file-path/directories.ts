/** Making and listing directories. */
import { setTimeout as delay } from 'node:timers/promises';
import { JavaError } from '../../java/java-error.js';
import { fileExists, isDirectory } from '../../os/files/attributes.js';
import { listFiles, makeDirectories } from '../../os/files/directories.js';
import { isHiddenTmpDir, isRefusedLink } from '../../os/files/open-options.js';
import { arrayList, boxBoolean, emptyList } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { fileCallable } from '../../callables/callable.js';
import type { AnyCallable } from '../../callables/callable.js';
import { nullableObj } from '../../callables/shape.js';
import { filePath } from './file-path-value.js';
import { openOptionsOf } from './open-options-fields.js';

/** True for anything of that name, a file too. A second attempt is for the race with somebody who makes the same. */
const mkdirs = fileCallable({
  name: 'hudson.FilePath$Mkdirs',
  run: async (_self, path, { signal }) => {
    if ((await makeDirectories(path)) || (await fileExists(path))) return boxBoolean(true);
    await delay(10, undefined, { signal });
    return boxBoolean((await makeDirectories(path)) || (await fileExists(path)));
  },
});

/** FilePath.list: the children that the filter takes; an empty list when this is no directory. */
const list = fileCallable({
  name: 'hudson.FilePath$ListFilter',
  fields: { filter: nullableObj },
  run: async (self, path) => {
    const children = await listFiles(path);
    if (children === null) return emptyList();
    const accepted = await filtered(children, fileFilter(self.filter));
    return arrayList(accepted.map(filePath));
  },
});

/** A java.io.FileFilter. */
type FileFilter = (file: string) => Promise<boolean> | boolean;

export async function filtered(files: readonly string[], accepts: FileFilter): Promise<string[]> {
  const accepted: string[] = [];
  for (const file of files) if (await accepts(file)) accepted.push(file);
  return accepted;
}

/**
 * The core's own filters. Those of plugins are Java code, which is not run here.
 * @throws JavaError java.lang.ClassNotFoundException that names the class
 */
export function fileFilter(filter: JavaObject | null): FileFilter {
  switch (filter?.className) {
    case undefined:
      return () => true;
    case 'hudson.FilePath$DirectoryFilter':
      return isDirectory;
    case 'hudson.FilePath$SymlinkRetainingFileFilter':
      return (file) => isRefusedLink(file, openOptionsOf(filter));
    case 'hudson.FilePath$OptionalDiscardingFileFilter': {
      const options = openOptionsOf(filter);
      return async (file) => !(await isRefusedLink(file, options)) && !(await isHiddenTmpDir(file, options));
    }
    default:
      throw new JavaError(
        'java.lang.ClassNotFoundException',
        `The file filter ${String(filter?.className)} is not known to this agent`,
      );
  }
}

export const directoryCallables = [mkdirs, list] satisfies AnyCallable[];
