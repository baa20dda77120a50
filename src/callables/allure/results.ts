import { arrayList } from '../../serial/jdk.js';
import { fileCallable } from '../callable.js';
import type { AnyCallable } from '../callable.js';
import { filePath } from '../core/file-path/file-path-value.js';
import { includedDirectories } from '../publishers/included-directories.js';
import { str } from '../shape.js';

/** Of a package of the plugin: which directories hold results, as an ArrayList of FilePaths. */
export function resultCallables(home: string): AnyCallable[] {
  const findByGlob = fileCallable({
    name: `${home}callables.FindByGlob`,
    fields: { includes: str },
    run: async ({ includes }, workspace, { signal }) =>
      arrayList((await includedDirectories(workspace, [includes], signal)).map(filePath)),
  });
  return [findByGlob];
}
