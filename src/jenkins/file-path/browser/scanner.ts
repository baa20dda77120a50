/** VirtualFile.list with patterns. */
import { childFile, withSlashes } from '../../../java/path.js';
import { fileExists } from '../../../os/files/attributes.js';
import { isHiddenTmpDir, isRefusedLink } from '../../../os/files/open-options.js';
import { filesOf } from '../../../os/ant-glob/file-set.js';
import { arrayList, emptyList } from '../../../serial/jdk.js';
import { callable, fileCallable } from '../../../callables/callable.js';
import type { Declaration } from '../../../callables/kinds.js';
import { bool, nullableStr, str } from '../../../callables/shape.js';
import { openOptionsOf } from '../open-options-fields.js';
import { collectFiles, virtualFile } from './virtual-file.js';

/**
 * VirtualFile$Scanner: the files that the patterns select and that may be shown, with `/`. On any system the official agent
 * takes a backslash for a separator, and so tells of files that are not there.
 */
const scanner = fileCallable({
  name: 'jenkins.util.VirtualFile$Scanner',
  fields: { useDefaultExcludes: bool, excludes: nullableStr, includes: str },
  run: async ({ useDefaultExcludes, excludes, includes }, path, { signal }, object) => {
    if (includes === '') return emptyList();
    const options = openOptionsOf(object);
    const unchecked = options.verificationRoot === null;
    const found: string[] = [];
    if (!(await fileExists(path))) return arrayList(found);
    const set = { includes, excludes, defaultExcludes: useDefaultExcludes, followLinks: !options.noFollowLinks };
    for await (const relative of filesOf(path, set, signal)) {
      const file = childFile(path, relative);
      const shown = unchecked || (!(await isRefusedLink(file, options)) && !(await isHiddenTmpDir(file, options)));
      if (shown) found.push(withSlashes(relative));
    }
    return arrayList(found);
  },
});

/** VirtualFile$CollectFiles: the general way, of which the controller does the matching itself. */
const collect = callable({
  name: 'jenkins.util.VirtualFile$CollectFiles',
  fields: { root: virtualFile },
  run: async ({ root }, { signal }) => arrayList(await collectFiles(root.path, signal)),
});

export const scannerCallables = [scanner, collect] satisfies Declaration[];
