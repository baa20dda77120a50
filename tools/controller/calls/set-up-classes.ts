/** What core sends to an agent that has just connected, until it is online: hudson.slaves.SlaveComputer.setChannel and listeners. */
import { declareClass } from '../../../src/serial/declare.js';
import { MASTER_TO_SLAVE_CALLABLE } from './callable-bases.js';

const superclass = MASTER_TO_SLAVE_CALLABLE;

/** -> String, the remoting version */
export const SLAVE_VERSION = declareClass({
  name: 'hudson.slaves.SlaveComputer$SlaveVersion',
  suid: -1836292471078227186n,
  superclass,
});

/** -> String, how the agent is connected; or null */
export const COMMUNICATION_PROTOCOL = declareClass({
  name: 'hudson.slaves.SlaveComputer$CommunicationProtocol',
  suid: 5456434590258227786n,
  superclass,
});

/** -> Boolean, true on Unix */
export const DETECT_OS = declareClass({
  name: 'hudson.slaves.SlaveComputer$DetectOS',
  suid: -2305095165897831376n,
  superclass,
});

/** -> String, a charset name that Java knows */
export const DETECT_DEFAULT_CHARSET = declareClass({
  name: 'hudson.slaves.SlaveComputer$DetectDefaultCharset',
  suid: -5851131978410997033n,
  superclass,
});

/** Prepares the log records that SlaveLogFetcher fetches. -> null */
export const SLAVE_INITIALIZER = declareClass({
  name: 'hudson.slaves.SlaveComputer$SlaveInitializer',
  suid: 1n,
  fields: { ringBufferSize: 'I' },
  superclass,
});

/** Makes the agent ping the controller. -> null */
export const SET_UP_REMOTE_PING = declareClass({
  name: 'hudson.slaves.ChannelPinger$SetUpRemotePing',
  suid: -2702219700841759872n,
  fields: { pingIntervalSeconds: 'I', pingTimeoutSeconds: 'I' },
  superclass,
});

/** Only agents on stdin and stdout have something to swap. -> Boolean */
export const CHANNEL_SWAPPER = declareClass({
  name: 'jenkins.slaves.StandardOutputSwapper$ChannelSwapper',
  suid: 451125196505759342n,
  superclass,
});

/** -> null */
export const COPY_SYSTEM_PROPERTIES = declareClass({
  name: 'jenkins.util.SystemProperties$AgentCopier$CopySystemProperties',
  suid: 1n,
  fields: { snapshot: 'Ljava/util/Map;' },
  superclass,
});

/** -> List of the restarters that work there, or null; permanent agents only, while online already */
export const FIND_EFFECTIVE_RESTARTERS = declareClass({
  name: 'jenkins.slaves.restarter.JnlpSlaveRestarterInstaller$FindEffectiveRestarters',
  suid: 9015462457743404715n,
  fields: { restarters: 'Ljava/util/List;' },
  superclass,
});

const SLAVE_RESTARTER = declareClass({ name: 'jenkins.slaves.restarter.SlaveRestarter', suid: 1n });

export const UNIX_SLAVE_RESTARTER = declareClass({
  name: 'jenkins.slaves.restarter.UnixSlaveRestarter',
  suid: 1n,
  superclass: SLAVE_RESTARTER,
});

export const WINSW_SLAVE_RESTARTER = declareClass({
  name: 'jenkins.slaves.restarter.WinswSlaveRestarter',
  suid: 1n,
  superclass: SLAVE_RESTARTER,
});

/** -> null; what counts is that an answer comes */
export const PING = declareClass({ name: 'hudson.remoting.PingThread$Ping', suid: 1n });

/** -> hudson.EnvVars, the agent's environment */
