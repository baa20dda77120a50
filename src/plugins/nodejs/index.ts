/** The nodejs plugin: installing Node.js and finding it, and masking what its .npmrc holds. */
import { ioError } from '../../java/java-error.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { executableTree } from '../../jenkins/tools/chmod.js';
import { commandOutput } from '../../jenkins/tools/command-output.js';
import { toolExecutable } from '../../jenkins/tools/executables.js';
import { secretFilter } from '../credentials-binding/secret-fields.js';

/** Asked only where os.arch says arm. */
const architecture = fileCallable({
  name: 'jenkins.plugins.nodejs.tools.CPU$ArchitectureCallable',
  run: async (_self, path, { agent, signal }) => {
    const { exitCode, output } = await commandOutput(['uname', '-m'], { directory: path, agent, signal });
    if (exitCode !== 0) throw ioError(`Fail to execute 'uname -m' because: ${output}`);
    return output.trim();
  },
});

const executable = toolExecutable({
  name: 'jenkins.plugins.nodejs.tools.NodeJSInstallation$DetectPlatformCallable',
  home: 'home',
  unix: ['bin/node'],
  windows: ['node.exe'],
  literal: true,
});

export const declarations = [
  architecture,
  executable,
  executableTree('jenkins.plugins.nodejs.tools.NodeJSInstaller$ChmodRecAPlusX'),
  // nodejs(configId: ...) with a .npmrc that has credentials.
  logFilter('jenkins.plugins.nodejs.NodeJSBuildWrapper$SecretFilter', secretFilter),
] satisfies readonly Declaration[];
