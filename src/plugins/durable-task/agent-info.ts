/** What machine this is, as the durable-task plugin wants to know it before it starts a shell. */
import { fileExists } from '../../os/files/attributes.js';
import { makeDirectories } from '../../os/files/directories.js';
import { osArch } from '../../os/machine/architecture.js';
import { declareClass, declareEnum } from '../../serial/declare.js';
import type { JavaEnum } from '../../serial/model.js';
import { fileCallable } from '../../callables/callable.js';
import { nullableStr } from '../../callables/shape.js';

/** org.jenkinsci.plugins.durabletask.AgentInfo {boolean binaryCached, binaryCompatible, cachingAvailable, String architecture, binaryPath, OsType os} */
const AGENT_INFO = declareClass({
  name: 'org.jenkinsci.plugins.durabletask.AgentInfo',
  suid: 7599995179651071957n,
  fields: {
    binaryCached: 'Z',
    binaryCompatible: 'Z',
    cachingAvailable: 'Z',
    architecture: 'Ljava/lang/String;',
    binaryPath: 'Ljava/lang/String;',
    os: 'Lorg/jenkinsci/plugins/durabletask/AgentInfo$OsType;',
  },
});

const OS_TYPE = declareEnum('org.jenkinsci.plugins.durabletask.AgentInfo$OsType', [
  'DARWIN',
  'LINUX',
  'WINDOWS',
  'FREEBSD',
  'UNKNOWN',
]);

interface Machine {
  readonly os: JavaEnum;
  /** As in the name of the wrapper binary. */
  readonly nameForBinary: string;
  readonly architecture: string;
  readonly compatible: boolean;
}

const NOT_SUPPORTED = 'NOTSUPPORTED';

/**
 * org.jenkinsci.plugins.durabletask.AgentInfo$GetAgentInfo, run on the root of the node. Makes the directory in which the
 * controller keeps its wrapper binary; where that fails, the binary goes along with each step.
 */
export const getAgentInfo = fileCallable({
  name: 'org.jenkinsci.plugins.durabletask.AgentInfo$GetAgentInfo',
  fields: { binaryVersion: nullableStr },
  run: async ({ binaryVersion }, root) => {
    const { os, nameForBinary, architecture, compatible } = machine(process.platform, osArch());
    const extension = os === OS_TYPE.WINDOWS ? '.exe' : '';
    const name = `durable_task_monitor_${String(binaryVersion)}_${nameForBinary}_${architecture}${extension}`;
    const separator = process.platform === 'win32' ? '\\' : '/';
    const caches = [root, 'caches', 'durable-task'].join(separator);
    const cachingAvailable = await makeDirectories(caches).then(
      () => true,
      () => false, // the answer tells that there is no such directory, and the controller does without
    );
    const binaryPath = cachingAvailable ? caches + separator + name : name;
    return AGENT_INFO.create({
      os,
      architecture,
      binaryCompatible: compatible,
      binaryPath,
      binaryCached: cachingAvailable && (await fileExists(binaryPath)),
      cachingAvailable,
    });
  },
});

/**
 * `compatible` is true on every Linux and macOS: the official code says so, by the precedence of its operators.
 * @param osArch what Java calls os.arch
 */
export function machine(platform: string, osArch: string): Machine {
  // Java's sun.arch.data.model.
  const bits = /64|s390x/.test(osArch) ? '64' : '32';
  switch (platform) {
    case 'darwin':
      return { os: OS_TYPE.DARWIN, nameForBinary: 'darwin', architecture: darwin(osArch) + bits, compatible: true };
    case 'linux':
      return { os: OS_TYPE.LINUX, nameForBinary: 'linux', architecture: linux(osArch), compatible: true };
    case 'win32':
      return { os: OS_TYPE.WINDOWS, nameForBinary: 'win', architecture: bits, compatible: true };
    case 'freebsd':
      return { os: OS_TYPE.FREEBSD, nameForBinary: 'freebsd', architecture: bits, compatible: false };
    default:
      return { os: OS_TYPE.UNKNOWN, nameForBinary: 'unknown', architecture: bits, compatible: false };
  }
}

function darwin(osArch: string): string {
  if (/aarch|arm/.test(osArch)) return 'arm';
  return /amd|x86/.test(osArch) ? 'amd' : NOT_SUPPORTED;
}

function linux(osArch: string): string {
  switch (osArch) {
    case 'aarch64':
    case 'ppc64le':
      return osArch;
    case 'amd64':
      return '64';
    case 'x86':
      return '32';
    default:
      return NOT_SUPPORTED;
  }
}
