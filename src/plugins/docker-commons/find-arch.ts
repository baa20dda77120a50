import { ioError } from '../../java/java-error.js';
import { osArch, osName } from '../../os/machine/architecture.js';
import { callable } from '../../callables/callable.js';
import { wordFor } from '../../jenkins/tools/platform-words.js';
import type { Words } from '../../jenkins/tools/platform-words.js';

const DOCKER_SYSTEMS: Words<string> = [
  [/linux/, 'linux'],
  [/windows/, 'win'],
  [/mac/, 'mac'],
];

/** Which build of Docker's client fits the machine. */
export const findArch = callable({
  name: 'org.jenkinsci.plugins.docker.commons.tools.DockerToolInstaller$FindArch',
  run: () => {
    const [name, arch] = [osName().toLowerCase(), osArch().includes('64') ? 'x86_64' : 'i386'];
    const system = wordFor(DOCKER_SYSTEMS, name);
    if (system === undefined) throw ioError(`Failed to determine OS architecture ${name}:${arch}`);
    return `${system}/${arch}`;
  },
});
