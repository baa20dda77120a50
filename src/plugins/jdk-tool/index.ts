/** The jdk-tool plugin: which JDK fits the machine. */
import { osArch, osName } from '../../os/machine/architecture.js';
import { declareEnum } from '../../serial/declare.js';
import type { JavaEnum } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { detected } from '../../jenkins/tools/platform-words.js';
import type { Words } from '../../jenkins/tools/platform-words.js';

const JDK = 'hudson.tools.JDKInstaller';
const JDK_PLATFORM = declareEnum(`${JDK}$Platform`, ['LINUX', 'SOLARIS', 'WINDOWS', 'OSX']);
const JDK_CPU = declareEnum(`${JDK}$CPU`, ['i386', 'amd64', 'Sparc', 'Itanium']);

const JDK_PLATFORMS: Words<JavaEnum> = [
  [/linux/, JDK_PLATFORM.LINUX],
  [/windows/, JDK_PLATFORM.WINDOWS],
  [/sun|solaris/, JDK_PLATFORM.SOLARIS],
  [/mac/, JDK_PLATFORM.OSX],
];
const JDK_CPUS: Words<JavaEnum> = [
  [/sparc/, JDK_CPU.Sparc],
  [/ia64/, JDK_CPU.Itanium],
  [/amd64|86_64/, JDK_CPU.amd64],
  [/86/, JDK_CPU.i386],
];

export const declarations = [
  callable({
    name: `${JDK}$Platform$GetCurrentPlatform`,
    run: () => detected(JDK_PLATFORMS, osName(), JDK, 'Unknown CPU name'),
  }),
  callable({
    name: `${JDK}$CPU$GetCurrentCPU`,
    run: () => detected(JDK_CPUS, osArch(), JDK, 'Unknown CPU architecture'),
  }),
] satisfies readonly Declaration[];
