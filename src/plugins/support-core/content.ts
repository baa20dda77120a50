/** The support-core plugin: what goes into a support bundle of a node, each as the text that the bundle shows. */
import { readFile, readlink } from 'node:fs/promises';
import { digestOf } from '../../os/files/digest.js';
import { listNames } from '../../os/files/directories.js';
import { isRegularFile } from '../../os/files/attributes.js';
import { childFile, javaFile } from '../../java/path.js';
import { osName } from '../../os/machine/architecture.js';
import { networkInterfaceList } from '../../os/machine/network.js';
import { systemProperties } from '../../os/machine/system-properties.js';
import { declareEnum } from '../../serial/declare.js';
import { arrayList } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { commandOutput } from '../../jenkins/tools/command-output.js';
import { sortedMap } from '../../jenkins/diagnostics/properties.js';
import { threadDump } from '../../jenkins/diagnostics/thread-dump.js';
import { nullableStrings, str } from '../../callables/shape.js';
import { runtimeInfo } from './runtime-info.js';

const SUPPORT = 'com.cloudbees.jenkins.support';

/** It would write a second log below the node's root; the agent's own records are what LogFetcher answers. */
const logInitializer = callable({ name: `${SUPPORT}.SupportPlugin$LogInitializer`, run: () => null });
const logUpdater = callable({ name: `${SUPPORT}.SupportPlugin$LogUpdater`, run: () => null });
const logFetcher = callable({
  name: `${SUPPORT}.SupportPlugin$LogFetcher`,
  run: (_self, { agent }) => arrayList([...agent.recentLogRecords()].reverse()),
});

const agentVersion = callable({
  name: `${SUPPORT}.impl.AboutJenkins$GetAgentVersion`,
  run: (_self, { agent }) => agent.remotingVersion(),
});

/** `MD5  name` of each file directly below the node's root. */
const agentDigest = callable({
  name: `${SUPPORT}.impl.AboutJenkins$GetAgentDigest`,
  fields: { rootPathName: str },
  run: async ({ rootPathName }, { signal }) => {
    const root = javaFile(rootPathName);
    let text = '';
    for (const name of (await listNames(root)) ?? []) {
      const file = childFile(root, name);
      if (await isRegularFile(file)) text += `${await digestOf(file, 'md5', signal)}  ${name}\n`;
    }
    return text;
  },
});

/** Markdown; `maj` and `min` are its bullets. */
const javaInfo = callable({
  name: `${SUPPORT}.impl.AboutJenkins$GetJavaInfo`,
  fields: { maj: str, min: str },
  run: ({ maj, min }, { agent }) => runtimeInfo(maj, min, systemProperties(agent.ownEnvironment)),
});

const properties = callable({
  name: `${SUPPORT}.impl.SystemProperties$GetSystemProperties`,
  run: (_self, { agent }) => sortedMap(systemProperties(agent.ownEnvironment)),
});

const environment = callable({
  name: `${SUPPORT}.impl.EnvironmentVariables$GetEnvironmentVariables`,
  run: (_self, { agent }) => sortedMap(Object.entries(agent.ownEnvironment)),
});

const threads = callable({
  name: `${SUPPORT}.impl.ThreadDumps$GetThreadDump`,
  run: (_self, context) => [...threadDump(context).values()].join(''),
});

const interfaces = callable({
  name: `${SUPPORT}.impl.NetworkInterfaces$GetNetworkInterfaces`,
  run: () =>
    networkInterfaceList()
      .map(({ name, hardwareAddress, addresses, loopback }) =>
        [
          ` * Name ${name}`,
          ' ** Is Up',
          ...(hardwareAddress === '' ? [] : [` ** Hardware Address - ${hardwareAddress}`]),
          ...addresses.map((address) => ` ** InetAddress - /${address}`),
          ` ** Is Loopback - ${loopback}`,
          '',
        ].join('\n'),
      )
      .join('\n'),
});

const ulimit = callable({
  name: `${SUPPORT}.impl.FileDescriptorLimit$GetUlimit`,
  run: async (_self, context) => {
    const open = (await listNames('/proc/self/fd')) ?? [];
    const links = await Promise.all(open.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => name)));
    const limits = await printed(['bash', '-c', 'ulimit -a'], context);
    const heading = 'All open files\n==============\n';
    return `${limits}Open File Descriptor Count: ${open.length}\n\n${heading}${links.map((link) => `${link}\n`).join('')}`;
  },
});

/** A command that the plugin names, with what it prints; the failure to run it is printed too. */
const commandLauncher = callable({
  name: `${SUPPORT}.api.BaseCommandOutputContent$CommandLauncher`,
  fields: { command: nullableStrings },
  run: ({ command }, context) => printed(command ?? [], context),
});

const SYSTEM_PLATFORM = declareEnum(`${SUPPORT}.util.SystemPlatform`, [
  'LINUX',
  'SOLARIS',
  'WINDOWS',
  'MACOSX',
  'UNKNOWN',
]);

const currentPlatform = callable({
  name: `${SUPPORT}.util.SystemPlatform$GetCurrentPlatform`,
  run: () => {
    const name = osName().toLowerCase();
    if (name.includes('linux')) return SYSTEM_PLATFORM.LINUX;
    if (name.includes('windows')) return SYSTEM_PLATFORM.WINDOWS;
    if (/sun|solaris/.test(name)) return SYSTEM_PLATFORM.SOLARIS;
    return name.includes('mac') ? SYSTEM_PLATFORM.MACOSX : SYSTEM_PLATFORM.UNKNOWN;
  },
});

const DMI = '/sys/devices/virtual/dmi/id';

/** `bios_vendor: ...`, what of it may be read. */
const dmiInfo = callable({
  name: `${SUPPORT}.impl.SystemConfiguration$GetDmiInfo`,
  run: async () => {
    const lines = ((await listNames(DMI)) ?? []).map(async (name) => {
      const text = await readFile(`${DMI}/${name}`, 'utf8').catch(() => null);
      return text === null ? '' : `${name}: ${text.trim()}\n`;
    });
    return (await Promise.all(lines)).join('');
  },
});

export const supportCoreCallables = [
  logInitializer,
  logUpdater,
  logFetcher,
  agentVersion,
  agentDigest,
  javaInfo,
  properties,
  environment,
  threads,
  interfaces,
  ulimit,
  commandLauncher,
  currentPlatform,
  dmiInfo,
] satisfies Declaration[];

async function printed(command: readonly string[], { agent, signal }: CallableContext): Promise<string> {
  try {
    return (await commandOutput(command, { directory: null, agent, signal })).output;
  } catch (error) {
    signal.throwIfAborted();
    return `${String(error)}\n`;
  }
}
