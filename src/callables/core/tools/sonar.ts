import { filesOf } from '../../../host/ant-glob/file-set.js';
import { childFile } from '../../../host/files/java-path.js';
import { arrayDesc, objectArray } from '../../../serial/jdk.js';
import type { JavaValue } from '../../../serial/model.js';
import { fileCallable } from '../../callable.js';
import type { AnyCallable } from '../../callable.js';
import { nullableStr } from '../../shape.js';
import { filePath } from '../file-path/file-path-value.js';

const FILE_PATHS = arrayDesc('[Lhudson.FilePath;', BigInt.asIntN(64, 0xe467b707cfeaa822n));

/** report-task.txt files of a build: FilePath.list(includes) without following links. */
const listWithoutSymlinks = fileCallable({
  name: 'hudson.plugins.sonar.utils.SonarUtils$ListWithoutSymlinksCallable',
  fields: { includes: nullableStr },
  run: async ({ includes }, path, { signal }) => {
    const files: JavaValue[] = [];
    const set = { includes: includes ?? '', excludes: null, defaultExcludes: true, followLinks: false };
    for await (const file of filesOf(path, set, signal)) files.push(filePath(childFile(path, file)));
    return objectArray(files, FILE_PATHS);
  },
});

export const sonarCallables = [listWithoutSymlinks] satisfies AnyCallable[];
