/** The platformlabeler plugin: labels a node by its architecture, system and version, before it comes online. */
import { release } from 'node:os';
import { osArch, osName } from '../../os/machine/architecture.js';
import { linuxRelease } from '../../os/machine/linux-release.js';
import { osVersion } from '../../os/machine/system-properties.js';
import { declareClass } from '../../serial/declare.js';
import type { JavaObject } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { commandOutput } from '../../jenkins/tools/command-output.js';

const STRING = 'Ljava/lang/String;';

/** Fields of all versions of the plugin; Java drops those that its class does not have. */
const PLATFORM_DETAILS = declareClass({
  name: 'org.jvnet.hudson.plugins.platformlabeler.PlatformDetails',
  suid: 1n,
  fields: {
    architecture: STRING,
    architectureName: STRING,
    architectureNameVersion: STRING,
    name: STRING,
    nameVersion: STRING,
    osName: STRING,
    version: STRING,
    windowsFeatureUpdate: STRING,
  },
});

/** Its four File fields are constants of the plugin: the files that are looked at anyway. */
const platformDetails = callable({
  name: 'org.jvnet.hudson.plugins.platformlabeler.PlatformDetailsTask',
  run: async (_self, context) => {
    const system = osName();
    const lower = system.toLowerCase();
    if (lower.startsWith('linux')) {
      const { name, version } = await linuxRelease(await lsbRelease(context));
      return details(name, osArch(), version, system);
    }
    if (lower.startsWith('windows')) return details('windows', osArch(), osVersion(release()), windowsOsName(system));
    return details(lower.startsWith('mac') ? 'mac' : lower, osArch(), osVersion(release()), system);
  },
});

export const platformLabelerCallables = [platformDetails] satisfies Declaration[];

function details(name: string, architecture: string, version: string, system: string): JavaObject {
  return PLATFORM_DETAILS.create({
    name,
    architecture,
    version,
    osName: system,
    architectureName: `${architecture}-${name}`,
    architectureNameVersion: `${architecture}-${name}-${version}`,
    nameVersion: `${name}-${version}`,
    // It takes the registry; the plugin too leaves it away where it cannot read that.
    windowsFeatureUpdate: null,
  });
}

/** `Windows Server 2022` is WindowsServer2022, a version that the plugin does not know WindowsServer, `Windows 11` Windows11. */
export function windowsOsName(system: string): string {
  if (!system.startsWith('Windows Server')) return system.startsWith('Windows 1') ? system.replaceAll(' ', '') : system;
  return `WindowsServer${/2016|2019|2022|2025/.exec(system)?.[0] ?? ''}`;
}

/** Empty when it is not installed. */
async function lsbRelease({ agent, signal }: CallableContext): Promise<string> {
  try {
    return (await commandOutput(['lsb_release', '-a'], { directory: null, agent, signal })).output;
  } catch (error) {
    signal.throwIfAborted();
    if (agent.logger.isLoggable('FINEST')) {
      agent.logger.log('FINEST', 'org.jvnet.hudson.plugins.platformlabeler.LsbRelease', 'lsb_release failed', error);
    }
    return '';
  }
}
