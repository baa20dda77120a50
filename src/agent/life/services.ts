/** What callables get of the agent, made from its parts. */
import { controllerClasses } from '../../callables/controller-classes.js';
import type { AgentServices } from '../../callables/services.js';
import { errorToThrowable } from '../../remoting/failure.js';
import { logRecord } from '../../serial/jdk/logging.js';
import type { JavaObject } from '../../serial/model.js';
import type { LogRecord } from '../log/log-format.js';
import { loggerName } from '../log/logger.js';
import type { AgentLogger } from '../log/logger.js';
import { thresholdNamed } from '../log/log-levels.js';
import type { RemotingVersion } from '../connect/remoting-version.js';
import { RequestCounts } from './request-counts.js';

/** What stays the same over all connections of an agent. */
export interface AgentParts {
  readonly logger: AgentLogger;
  readonly remotingVersion: RemotingVersion;
  readonly environment: Readonly<Record<string, string>>;
  readonly stopReconnecting: () => void;
  /** Default: one of its own. */
  readonly counts?: RequestCounts | undefined;
}

/** What one connection adds. */
export type ConnectionParts = Pick<AgentServices, 'protocolName' | 'startPinging' | 'hasBridge'>;

/** Makes the services of each connection; what controllers told and what is counted stays over reconnections. */
export function servicesFor(parts: AgentParts): (connection: ConnectionParts) => AgentServices {
  const { logger, remotingVersion, environment, stopReconnecting } = parts;
  const controllerProperties = new Map<string, string>();
  const { counts = new RequestCounts() } = parts;
  const controllerClass = controllerClasses();
  let current = environment;
  return ({ protocolName, startPinging, hasBridge }) => ({
    remotingVersion: () => remotingVersion.answer(),
    protocolName,
    ownEnvironment: environment,
    get environment() {
      return current;
    },
    replaceEnvironment: (variables) => (current = variables),
    logger,
    recentLogRecords: () => logger.recent().map(toJava),
    setLogLevel: (name, level) => logger.levels.set(name, level === null ? null : (thresholdNamed(level) ?? null)),
    controllerProperties,
    startPinging,
    hasBridge,
    counts,
    stopReconnecting,
    controllerClass,
  });
}

/** Our own secrets are no business of builds. */
const HIDDEN_VARIABLES: ReadonlySet<string> = new Set([
  'JENKINS_SECRET',
  'JENKINS_AGENT_CREDENTIALS',
  'JENKINS_AGENT_PROXY_CREDENTIALS',
  'JENKINS_AGENT_DRAIN_CREDENTIALS',
  'JENKINS_SWARM_PASSWORD',
  'JENKINS_AGENT_WEB_SOCKET_HEADER',
]);

/** The environment that builds start from. On Windows a secret is one however its variable is spelt. */
export function agentEnvironment(env: NodeJS.ProcessEnv, platform = process.platform): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const known = platform === 'win32' ? name.toUpperCase() : name;
    if (value !== undefined && !HIDDEN_VARIABLES.has(known)) variables[name] = value;
  }
  return variables;
}

/** java.util.logging.LogRecord; the newest has the highest number in Java, but only their order is ever looked at. */
function toJava({ time, level, source, message, error }: LogRecord, index: number): JavaObject {
  const [sourceClassName = null, sourceMethodName = null] = source.split(' ');
  return logRecord({
    level,
    message,
    millis: time.getTime(),
    sequenceNumber: -index,
    loggerName: loggerName(source),
    sourceClassName,
    sourceMethodName,
    thrown: error === undefined ? null : errorToThrowable(error),
  });
}
