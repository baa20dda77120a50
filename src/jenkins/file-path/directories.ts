/** Making and listing directories. */
import { setTimeout as delay } from 'node:timers/promises';
import { fileExists } from '../../os/files/attributes.js';
import { listFiles, makeDirectories } from '../../os/files/directories.js';
import { arrayList, boxBoolean, emptyList } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { fileFilter, filtered } from './file-filters.js';
import { filePath } from './file-path-value.js';

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
  fields: { filter: fileFilter },
  run: async ({ filter }, path) => {
    const children = await listFiles(path);
    if (children === null) return emptyList();
    const accepted = await filtered(children, filter);
    return arrayList(accepted.map(filePath));
  },
});

export const directoryCallables = [mkdirs, list] satisfies Declaration[];
