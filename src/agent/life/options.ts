import type { Address } from '../operate/health/address.js';
import type { LogFormat } from '../log/log-format.js';
import type { Threshold } from '../log/log-levels.js';
import type { JavaOptions } from '../../bridge/options.js';
import type { Secret } from './secret.js';

/** How an inbound agent was told to reach its controller. */
export type Way =
  /** Ask the controller's web pages where its TCP port is. */
  | {
      readonly kind: 'discovery';
      /** Root URLs, each with its trailing slash. */
      readonly urls: readonly string[];
      /** USER:PASSWORD that stood in a URL, by that URL without it. */
      readonly logins: ReadonlyMap<string, Secret>;
      /** HOST:PORT, HOST: or :PORT. */
      readonly tunnel: string | undefined;
    }
  /** Straight to the TCP port. */
  | {
      readonly kind: 'direct';
      /** HOST:PORT. */
      readonly address: string;
      /** Base64 of the controller's public key. */
      readonly instanceIdentity: string;
      /** Empty: whatever there is. */
      readonly protocols: readonly string[];
    }
  /** WebSocket over the controller's web port. */
  | {
      readonly kind: 'webSocket';
      readonly url: string;
      /** USER:PASSWORD that stood in the URL. */
      readonly login: Secret | undefined;
      readonly headers: Readonly<Record<string, string>>;
    };

/** Which agent this is, and how it reaches its controller. */
export interface Identity {
  readonly name: string;
  readonly secret: Secret;
  readonly way: Way;
}

/** The work directory, as the user named it: relative paths stay relative, also in messages. */
export interface WorkDirectoryOptions {
  readonly path: string;
  /** Name of the folder in it for the agent's own files. */
  readonly internalDir: string;
  readonly failIfMissing: boolean;
}

/** How the controller's web pages are spoken to, and through which proxy. */
export interface HttpOptions {
  /** USER:PASSWORD. */
  readonly credentials: Secret | undefined;
  /** USER:PASSWORD. */
  readonly proxyCredentials: Secret | undefined;
  /** PEM texts, or @FILE, that are trusted besides the system's. */
  readonly certificates: readonly string[];
  readonly noCertificateCheck: boolean;
  /** Variables of proxies that stand in place of the environment's. */
  readonly proxyVariables: Readonly<Record<string, string>>;
}

/** When an agent ends by itself, and what it waits for when it is to end. Of several agents in one process the first one's count. */
export interface EndingOptions {
  /** Milliseconds that running builds get after a request to stop. */
  readonly drainTimeout: number;
  /** Milliseconds without a sign of a build after which none runs, where the controller cannot be asked. */
  readonly drainQuiet: number;
  /** End after one build. */
  readonly once: boolean;
  /** Milliseconds without a build after which the agent ends; undefined: never. */
  readonly idleTimeout: number | undefined;
}

/** How the process behaves towards those who operate it. Of several agents in one process the first one's count. */
export interface OperatingOptions extends EndingOptions {
  readonly logFormat: LogFormat;
  /** Undefined: INFO. */
  readonly logLevel: Threshold | undefined;
  readonly pidFile: string | undefined;
  /** Where each request is written down; undefined: nowhere. */
  readonly audit: string | undefined;
  /** Where /livez, /readyz and /metrics are served; undefined: nowhere. */
  readonly health: Address | undefined;
}

/** What an agent needs whatever tells it where its controller is. */
export interface CommonOptions {
  readonly operating: OperatingOptions;
  readonly workDirectory: WorkDirectoryOptions | undefined;
  readonly agentLog: string | undefined;
  readonly loggingConfig: string | undefined;
  readonly jarCache: string | undefined;
  readonly java: JavaOptions;
  readonly http: HttpOptions;
  /** USER:TOKEN of a user who may mark the node offline. */
  readonly drainCredentials: Secret | undefined;
  readonly keepAlive: boolean;
  readonly noReconnect: boolean;
  /** Milliseconds. */
  readonly noReconnectAfter: number | undefined;
  /** What to report instead of the controller's own version of remoting. */
  readonly remotingVersion: string | undefined;
  /** Undefined: those that the controller offers. */
  readonly protocolsToTry: readonly string[] | undefined;
}

export interface InboundOptions extends CommonOptions {
  readonly kind: 'inbound';
  readonly identity: Identity;
}

/** An agent that learns the rest from a JNLP file. */
export interface JnlpOptions extends CommonOptions {
  readonly kind: 'jnlp';
  readonly jnlpUrl: string;
  /** USER:PASSWORD that stood in the URL. */
  readonly login: Secret | undefined;
  /** With it the file is asked for in encrypted form. */
  readonly secret: Secret | undefined;
  /**
   * Reads the file's arguments, this agent's own options added, as a command line.
   * @throws Error when they cannot be used
   */
  readonly merge: (fileArguments: readonly string[]) => InboundOptions;
}

/** A channel over standard input and output, or over a plain TCP connection: what launchers over ssh start. */
export interface StreamOptions extends CommonOptions {
  readonly kind: 'stdio' | 'tcpServer' | 'tcpClient';
  /** Base64 instead of binary. */
  readonly text: boolean;
  /** tcpServer: the file that tells the port. tcpClient: HOST:PORT. */
  readonly target: string | undefined;
}

/** Everything that the user said, checked. */
export type AgentOptions = InboundOptions | JnlpOptions | StreamOptions;
