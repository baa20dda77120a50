/**
 * What a controller asks between the first byte and "online": jenkins/hudson.slaves.SlaveComputer.setChannel and the
 * preOnline and onOnline listeners of core.
 */
import { absoluteFile } from '../../java/path.js';
import { arrayList, boxBoolean, stringMap } from '../../serial/jdk.js';
import type { JavaObject, JavaValue } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { any, int, nullableObj, str } from '../../callables/shape.js';
import { envVars } from '../env-vars.js';

const slaveVersion = callable({
  name: 'hudson.slaves.SlaveComputer$SlaveVersion',
  run: (_self, { agent }) => agent.remotingVersion(),
});

const communicationProtocol = callable({
  name: 'hudson.slaves.SlaveComputer$CommunicationProtocol',
  run: (_self, { agent }) => agent.protocolName,
});

/** TRUE on Unix: Java tells by File.pathSeparatorChar. */
const detectOs = callable({
  name: 'hudson.slaves.SlaveComputer$DetectOS',
  run: () => boxBoolean(process.platform !== 'win32'),
});

/** The charset that the controller decodes this agent's output with. */
const detectDefaultCharset = callable({
  name: 'hudson.slaves.SlaveComputer$DetectDefaultCharset',
  run: () => 'UTF-8',
});

/** java.io.File.getAbsolutePath: against the process's directory, dots left as they are. */
const absolutePath = callable({
  name: 'hudson.slaves.SlaveComputer$AbsolutePath',
  fields: { relativePath: str },
  run: ({ relativePath }) => absoluteFile(relativePath),
});

const slaveInitializer = callable({
  name: 'hudson.slaves.SlaveComputer$SlaveInitializer',
  leavesState: true,
  fields: { ringBufferSize: int },
  run: (_self, { channel }) => {
    channel.properties.set('agent', boxBoolean(true));
    return null;
  },
});

const setUpRemotePing = callable({
  name: 'hudson.slaves.ChannelPinger$SetUpRemotePing',
  fields: { pingIntervalSeconds: int, pingTimeoutSeconds: int },
  run: ({ pingIntervalSeconds, pingTimeoutSeconds }, { agent }) => {
    agent.startPinging(pingIntervalSeconds, pingTimeoutSeconds);
    return null;
  },
});

/** Only a channel over standard output has anything to move away. */
const channelSwapper = callable({
  name: 'jenkins.slaves.StandardOutputSwapper$ChannelSwapper',
  run: () => boxBoolean(false),
});

const copySystemProperties = callable({
  name: 'jenkins.util.SystemProperties$AgentCopier$CopySystemProperties',
  leavesState: true,
  fields: { snapshot: any },
  run: ({ snapshot }, { agent }) => {
    for (const [name, value] of stringMap(snapshot)) if (value !== null) agent.controllerProperties.set(name, value);
    return null;
  },
});

const setLevel = callable({
  name: 'hudson.logging.LogRecorder$SetLevel',
  leavesState: true,
  fields: { name: str, level: nullableObj },
  run: ({ name, level }, { agent }) => {
    agent.setLogLevel(name, levelName(level));
    return null;
  },
});

/** No restarter is effective here: whoever started the agent decides whether it comes back. */
const findEffectiveRestarters = callable({
  name: 'jenkins.slaves.restarter.JnlpSlaveRestarterInstaller$FindEffectiveRestarters',
  run: () => arrayList([]),
});

/** A callable that controllers send only with a monitor that is off by default; the answer is nothing. */
const activityPing = callable({ name: 'hudson.slaves.ConnectionActivityMonitor$PingCommand', run: () => null });

const getEnvVars = callable({
  name: 'hudson.EnvVars$GetEnvVars',
  run: (_self, { agent }) => envVars(Object.entries(agent.environment)),
});

export const connectCallables: readonly Declaration[] = [
  slaveVersion,
  communicationProtocol,
  detectOs,
  detectDefaultCharset,
  absolutePath,
  slaveInitializer,
  setUpRemotePing,
  channelSwapper,
  copySystemProperties,
  setLevel,
  findEffectiveRestarters,
  activityPing,
  getEnvVars,
];

function levelName(level: JavaObject | null): string | null {
  const name: JavaValue | undefined = level?.get('name');
  return typeof name === 'string' ? name : null;
}
