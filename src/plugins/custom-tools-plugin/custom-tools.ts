/** The directories that a custom tool adds to PATH. */
import { splitAtCommas } from '../../java/trim.js';
import { isDirectory } from '../../os/files/attributes.js';
import { absoluteFile, childFile, isAbsoluteFile, javaFile } from '../../java/path.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { declareClass } from '../../serial/declare.js';
import { arrayList, listValues } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { any, nullableStr } from '../../callables/shape.js';

const PATHS_LIST = declareClass({
  name: 'com.synopsys.arc.jenkinsci.plugins.customtools.PathsList',
  suid: 6972123543128142176n,
  fields: {
    homeDir: 'Ljava/lang/String;',
    pathSeparator: 'Ljava/lang/String;',
    paths: 'Ljava/util/List;',
    separator: 'Ljava/lang/String;',
  },
});

/** The directories that a tool adds to PATH: its own, then those of each matching label. */
const customToolPaths = fileCallable({
  name: 'com.cloudbees.jenkins.plugins.customtools.CustomTool$GetPaths',
  fields: { exportedPaths: nullableStr, specs: any, toolHome: nullableStr },
  run: async ({ exportedPaths, specs, toolHome }) => {
    const fromLabels = listValues(specs).map((spec) => (spec instanceof JavaObject ? spec.get('exportedPaths') : null));
    const items = [exportedPaths, ...fromLabels].flatMap((list) => (typeof list === 'string' ? splitList(list) : []));
    const paths: string[] = [];
    for (const item of items) {
      const path = isAbsoluteFile(item) || toolHome === null ? javaFile(item) : childFile(toolHome, item);
      if (!(await isDirectory(path))) throw abort(`Wrong EXPORTED_PATHS configuration. Can't find ${path}`);
      paths.push(absoluteFile(path));
    }
    if (toolHome === null) {
      throw ioError('Cannot retrieve Tool home directory. Should never happen ant this stage, please file a bug');
    }
    const [pathSeparator, separator] = process.platform === 'win32' ? [';', '\\'] : [':', '/'];
    return PATHS_LIST.create({ homeDir: absoluteFile(toolHome), pathSeparator, paths: arrayList(paths), separator });
  },
});

export const customToolCallables = [customToolPaths] satisfies Declaration[];

function splitList(list: string): string[] {
  return splitAtCommas(list).filter((item) => item !== '');
}

function abort(message: string): JavaError {
  return new JavaError('hudson.AbortException', message);
}
