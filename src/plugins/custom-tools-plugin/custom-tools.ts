/** The Custom Tools and Terraform plugins: directories and programs below a tool's home. */
import { fileExists, isDirectory } from '../../os/files/attributes.js';
import { absoluteFile, childFile, isAbsoluteFile, javaFile } from '../../java/path.js';
import { remoteChild, normalizeRemote } from '../../java/remote-path.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { declareClass } from '../../serial/declare.js';
import { arrayList, listValues } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import { callable, fileCallable } from '../../callables/callable.js';
import type { AnyCallable } from '../../callables/callable.js';
import { any, nullableStr, obj } from '../../callables/shape.js';

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

/** Anonymous in TerraformInstallation: the installation is `this$0`, its home a field of hudson.tools.ToolInstallation. */
const terraform = callable({
  name: 'org.jenkinsci.plugins.terraform.TerraformInstallation$1',
  fields: { this$0: obj },
  run: async ({ this$0: installation }) => {
    const home = installation.get('home');
    if (typeof home !== 'string') throw new JavaError('java.lang.NullPointerException', null);
    const directory = normalizeRemote(javaFile(home));
    if (!(await isDirectory(directory))) throw notFound(`Home directory not found. [${directory}]`);
    const executable = remoteChild(directory, process.platform === 'win32' ? 'terraform.exe' : 'terraform');
    if (!(await fileExists(executable))) throw notFound(`Executable not found. [${directory}]`);
    return executable;
  },
});

export const customToolCallables = [customToolPaths, terraform] satisfies AnyCallable[];

function splitList(list: string): string[] {
  return list.split(/\s*,\s*/).filter((item) => item !== '');
}

function abort(message: string): JavaError {
  return new JavaError('hudson.AbortException', message);
}

function notFound(message: string): JavaError {
  return new JavaError('java.io.FileNotFoundException', message);
}
