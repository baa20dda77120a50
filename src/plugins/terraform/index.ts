/** The terraform plugin. */
import { fileExists, isDirectory } from '../../os/files/attributes.js';
import { javaFile } from '../../java/path.js';
import { normalizeRemote, remoteChild } from '../../java/remote-path.js';
import { JavaError } from '../../java/java-error.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { obj } from '../../callables/shape.js';

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

export const declarations = [terraform] satisfies readonly Declaration[];

function notFound(message: string): JavaError {
  return new JavaError('java.io.FileNotFoundException', message);
}
