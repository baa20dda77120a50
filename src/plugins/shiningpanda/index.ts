/** The shiningpanda plugin: Python builders. */
import { encodingForName } from '../../java/charsets/charset.js';
import { javaFile } from '../../java/path.js';
import { boxBoolean } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { str } from '../../callables/shape.js';
import { readWhole } from '../../jenkins/file-path/content.js';

const isWindows = callable({
  name: 'jenkins.plugins.shiningpanda.utils.FilePathUtil$IsWindows',
  run: () => boxBoolean(process.platform === 'win32'),
});

/** The text of a file. {String file, encoding} */
const read = callable({
  name: 'jenkins.plugins.shiningpanda.utils.FilePathUtil$Read',
  fields: { file: str, encoding: str },
  run: async ({ file, encoding }, { signal }) => {
    const charset = await encodingForName(encoding);
    return charset.decode(await readWhole(javaFile(file), signal));
  },
});

export const declarations = [isWindows, read] satisfies readonly Declaration[];
