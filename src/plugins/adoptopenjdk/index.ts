/** The adoptopenjdk plugin: which JDK fits the machine. */
import { readFile } from 'node:fs/promises';
import { osArch, osName } from '../../os/machine/architecture.js';
import { declareClass, declareEnum } from '../../serial/declare.js';
import type { JavaEnum } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { detected } from '../../jenkins/tools/platform-words.js';
import type { Words } from '../../jenkins/tools/platform-words.js';

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

export const declarations = [
  callable({ name: `${ADOPT}$Platform$GetCurrentPlatform`, run: adoptPlatform }),
  callable({ name: `${ADOPT}$CPU$GetCurrentCPU`, run: () => adoptCpu(OLD_ADOPT_CPUS) }),
  callable({
    name: `${ADOPT}$Configuration$GetCurrent`,
    run: async () => ADOPT_CONFIGURATION.create({ platform: await adoptPlatform(), cpu: adoptCpu(ADOPT_CPUS) }),
  }),
] satisfies readonly Declaration[];

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
