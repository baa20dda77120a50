/** What the agent as a whole offers to callables. Made once by agent/, shared by all calls of all channels. */
import type { Call } from '../remoting/call.js';
import type { Logger } from '../remoting/logger.js';
import type { JavaObject } from '../serial/model.js';

export interface AgentServices {
  /** The remoting version that SlaveVersion answers, e.g. `3256.3258.v858f3c9a_f69d`. */
  readonly remotingVersion: () => Promise<string>;
  /** `JNLP4-connect`, `WebSocket`, or null for stdio. */
  readonly protocolName: string | null;
  /** What the agent itself was started with: System.getenv. */
  readonly ownEnvironment: Readonly<Record<string, string>>;
  /** What builds start from, hudson.EnvVars.masterEnvVars: the same unless the controller has replaced it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Replaces `environment`, for all builds from now on, over reconnections. */
  readonly replaceEnvironment: (variables: Readonly<Record<string, string>>) => void;
  readonly logger: Logger;
  /** Whether what is not implemented here may go to Java; default: it may not. */
  readonly hasBridge?: boolean | undefined;
  /** The newest log records (java.util.logging.LogRecord), for SlaveLogFetcher. */
  readonly recentLogRecords: () => readonly JavaObject[];
  /** Sets a java.util.logging level for a logger; null inherits. */
  readonly setLogLevel: (logger: string, level: string | null) => void;
  /** The controller's system properties as CopySystemProperties sent them. */
  readonly controllerProperties: Map<string, string>;
  /** Starts pinging the controller. Called by ChannelPinger$SetUpRemotePing. */
  readonly startPinging: (intervalSeconds: number, timeoutSeconds: number) => void;
  /** Counts requests by class; each returns how often the class has been asked for. */
  readonly counts: { known(className: string): number; unknown(className: string): number };
  /** Kubernetes' SlaveDisconnector: do not reconnect after this connection. */
  readonly stopReconnecting: () => void;
  /**
   * The class file that the controller behind a call serves for a class; null when it serves none. Where controllers differ
   * and their requests do not, their classes tell. Fetched once for each connection.
   */
  readonly controllerClass: (className: string, call: Call) => Promise<Buffer | null>;
}
