/** What users say about Java, and what the bridge gets of the agent. */
import type { Call } from '../remoting/call.js';
import type { Logger } from '../remoting/logger.js';
import type { Patience } from './heartbeat.js';

export interface JavaOptions {
  /** Whether and with which Java classes are run that the agent does not implement: `never`, `auto`, or the path of a `java`. */
  readonly java: string;
  /** Options for that Java, as `java` takes them. */
  readonly arguments: readonly string[];
  /** Its heap at most, as -Xmx takes it. */
  readonly memory: string;
  /** Milliseconds without work after which it is ended. */
  readonly idleMs: number;
  /** An agent.jar to use as it is, in place of the controller's. */
  readonly agentJar: string | undefined;
}

/** A Java process, for those who look at the agent. */
export interface JavaInUse {
  readonly version: string;
  /** How many of the controller's requests it works on now. */
  readonly running: number;
}

export interface BridgeParts {
  readonly options: JavaOptions;
  readonly logger: Logger;
  /** The environment that builds start from. */
  readonly environment: Readonly<Record<string, string>>;
  /** The directory where jars of the controller's are kept. */
  readonly jarCache: string;
  /** Reads the controller's agent.jar from its web pages; undefined when it has none that we know of. */
  readonly downloadJar: ((signal: AbortSignal) => Promise<Buffer>) | undefined;
  /** The class file that the controller serves for a class; null when it serves none. */
  readonly controllerClass: (className: string, call: Call) => Promise<Buffer | null>;
  /**
   * Asked before each request for a class is handed to Java: the place for whoever decides what may run there.
   * Throws what the request fails with.
   */
  readonly beforeRelay?: ((className: string, call: Call) => Promise<void> | void) | undefined;
  /** Told whenever a Java process begins and ends to be in use. */
  readonly inUse?: ((java: JavaInUse | undefined) => void) | undefined;
  /** Default: a minute, and two for the answer. */
  readonly patience?: Patience | undefined;
  /** Counts requests that Java ran, by class; returns how often the class has been. */
  readonly relayed: (className: string) => number;
}
