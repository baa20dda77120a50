/** How the installers of tools call operating systems and processors: each in words of its own. */
import { readFile } from 'node:fs/promises';
import { osArch, osName } from '../../os/machine/architecture.js';
import { systemProperties } from '../../os/machine/system-properties.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { declareClass, declareEnum } from '../../serial/declare.js';
import { stringArray } from '../../serial/jdk.js';
import type { JavaEnum } from '../../serial/model.js';
import { callable, fileCallable } from '../../callables/callable.js';
import type { AnyCallable } from '../../callables/callable.js';
import { nullableStrings } from '../../callables/shape.js';
import { commandOutput } from './command-output.js';

/** First match wins: what os.name or os.arch holds, in lower case. */
type Words<T> = readonly (readonly [RegExp, T])[];

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

const ADOPT = 'io.jenkins.plugins.adoptopenjdk.AdoptOpenJDKInstaller';
const ADOPT_PLATFORM = declareEnum(`${ADOPT}$Platform`, [
  'LINUX',
  'ALPINE_LINUX',
  'WINDOWS',
  'MACOS',
  'SOLARIS',
  'AIX',
]);
const ADOPT_CPU = declareEnum(`${ADOPT}$CPU`, [
  ...['i386', 'amd64', 'Sparc', 's390x', 'ppc64', 'arm'],
  ...['I386', 'AMD64', 'SPARC', 'S390X', 'PPC64', 'PPC64LE', 'RISCV64', 'ARM', 'ARM64'],
] as const);

const ADOPT_PLATFORMS: Words<JavaEnum> = [
  [/linux/, ADOPT_PLATFORM.LINUX],
  [/windows/, ADOPT_PLATFORM.WINDOWS],
  [/sun|solaris/, ADOPT_PLATFORM.SOLARIS],
  [/mac/, ADOPT_PLATFORM.MACOS],
  [/aix/, ADOPT_PLATFORM.AIX],
];

/** Names of the enum before its Configuration came. */
const OLD_ADOPT_CPUS: Words<JavaEnum | undefined> = [
  [/sparc/, ADOPT_CPU['Sparc']],
  [/amd64|86_64/, ADOPT_CPU['amd64']],
  [/86/, ADOPT_CPU['i386']],
  [/s390x/, ADOPT_CPU['s390x']],
  [/ppc64/, ADOPT_CPU['ppc64']],
  [/arm|aarch64/, ADOPT_CPU['arm']],
];
const ADOPT_CPUS: Words<JavaEnum | undefined> = [
  [/^(x86|i[3-6]86|i86pc)$/, ADOPT_CPU['I386']],
  [/^(amd64|x86_64)$/, ADOPT_CPU['AMD64']],
  [/^sparc(v9)?$/, ADOPT_CPU['SPARC']],
  [/^s390x$/, ADOPT_CPU['S390X']],
  [/^ppc64$/, ADOPT_CPU['PPC64']],
  [/^ppc64le$/, ADOPT_CPU['PPC64LE']],
  [/^riscv64$/, ADOPT_CPU['RISCV64']],
  [/^arm$/, ADOPT_CPU['ARM']],
  [/^(aarch64|arm64)$/, ADOPT_CPU['ARM64']],
];

/** A record: its serialVersionUID is 0. */
const ADOPT_CONFIGURATION = declareClass({
  name: `${ADOPT}$Configuration`,
  suid: 0n,
  fields: { cpu: `L${ADOPT.replaceAll('.', '/')}$CPU;`, platform: `L${ADOPT.replaceAll('.', '/')}$Platform;` },
});

const DOCKER_SYSTEMS: Words<string> = [
  [/linux/, 'linux'],
  [/windows/, 'win'],
  [/mac/, 'mac'],
];

const jdk = [
  callable({
    name: `${JDK}$Platform$GetCurrentPlatform`,
    run: () => detected(JDK_PLATFORMS, osName(), JDK, 'Unknown CPU name'),
  }),
  callable({
    name: `${JDK}$CPU$GetCurrentCPU`,
    run: () => detected(JDK_CPUS, osArch(), JDK, 'Unknown CPU architecture'),
  }),
];

const adopt = [
  callable({ name: `${ADOPT}$Platform$GetCurrentPlatform`, run: adoptPlatform }),
  callable({ name: `${ADOPT}$CPU$GetCurrentCPU`, run: () => adoptCpu(OLD_ADOPT_CPUS) }),
  callable({
    name: `${ADOPT}$Configuration$GetCurrent`,
    run: async () => ADOPT_CONFIGURATION.create({ platform: await adoptPlatform(), cpu: adoptCpu(ADOPT_CPUS) }),
  }),
];

const docker = callable({
  name: 'org.jenkinsci.plugins.docker.commons.tools.DockerToolInstaller$FindArch',
  run: () => {
    const [name, arch] = [osName().toLowerCase(), osArch().includes('64') ? 'x86_64' : 'i386'];
    const system = wordFor(DOCKER_SYSTEMS, name);
    if (system === undefined) throw ioError(`Failed to determine OS architecture ${name}:${arch}`);
    return `${system}/${arch}`;
  },
});

/** Asked only where os.arch says arm. */
const nodeJs = fileCallable({
  name: 'jenkins.plugins.nodejs.tools.CPU$ArchitectureCallable',
  run: async (_self, path, { agent, signal }) => {
    const { exitCode, output } = await commandOutput(['uname', '-m'], { directory: path, agent, signal });
    if (exitCode !== 0) throw ioError(`Fail to execute 'uname -m' because: ${output}`);
    return output.trim();
  },
});

/** Values of some system properties, null for those that are not set. */
const someProperties = [
  'org.jenkinsci.plugins.golang.GolangInstaller$GetSystemProperties',
  'hudson.plugins.cmake.GetSystemProperties',
  'hudson.plugins.cmake.CmakeInstaller$GetSystemProperties',
].map((name) =>
  callable({
    name,
    fields: { properties: nullableStrings },
    run: ({ properties }, { agent }) => {
      const known = systemProperties(agent.ownEnvironment);
      return stringArray((properties ?? []).map((property) => known.get(property) ?? null));
    },
  }),
);

export const platformCallables = [...jdk, ...adopt, docker, nodeJs, ...someProperties] satisfies AnyCallable[];

async function adoptPlatform(): Promise<JavaEnum> {
  const platform = detected(ADOPT_PLATFORMS, osName(), ADOPT, 'Unknown Platform name');
  return platform === ADOPT_PLATFORM.LINUX && (await isAlpine()) ? ADOPT_PLATFORM.ALPINE_LINUX : platform;
}

function adoptCpu(words: Words<JavaEnum | undefined>): JavaEnum {
  return detected(words, osArch(), ADOPT, 'Unknown CPU architecture');
}

async function isAlpine(): Promise<boolean> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^id=alpine$/im.test(text);
}

function detected<T>(words: Words<T | undefined>, text: string, installer: string, failure: string): T {
  const name = text.toLowerCase();
  const word = wordFor(words, name);
  if (word === undefined) throw new JavaError(`${installer}$DetectionFailedException`, `${failure}: ${name}`);
  return word;
}

function wordFor<T>(words: Words<T>, name: string): T | undefined {
  return words.find(([pattern]) => pattern.test(name))?.[1];
}
