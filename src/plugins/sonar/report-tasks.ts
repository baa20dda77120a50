import { filesOf } from '../../os/ant-glob/file-set.js';
import { childFile } from '../../java/path.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { nullableStr } from '../../callables/shape.js';
import { filePathArray } from '../../jenkins/file-path/file-path-value.js';

/** report-task.txt files of a build: FilePath.list(includes) without following links. */
const listWithoutSymlinks = fileCallable({
  name: 'hudson.plugins.sonar.utils.SonarUtils$ListWithoutSymlinksCallable',
  fields: { includes: nullableStr },
  run: async ({ includes }, path, { signal }) => {
    const files: string[] = [];
    const set = { includes: includes ?? '', excludes: null, defaultExcludes: true, followLinks: false };
    for await (const file of filesOf(path, set, signal)) files.push(childFile(path, file));
    return filePathArray(files);
  },
});

export const sonarCallables = [listWithoutSymlinks] satisfies Declaration[];
