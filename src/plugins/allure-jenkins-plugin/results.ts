import { arrayList } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { filePath } from '../../jenkins/file-path/file-path-value.js';
import { includedDirectories } from '../jacoco/included-directories.js';
import { str } from '../../callables/shape.js';

/** Of a package of the plugin: which directories hold results, as an ArrayList of FilePaths. */
export function resultCallables(home: string): Declaration[] {
  const findByGlob = fileCallable({
    name: `${home}callables.FindByGlob`,
    fields: { includes: str },
    run: async ({ includes }, workspace, { signal }) =>
      arrayList((await includedDirectories(workspace, [includes], signal)).map(filePath)),
  });
  return [findByGlob];
}
