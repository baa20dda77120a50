/** What is counted of one agent, for its health, its metrics and its status line. */
import type { JavaInUse } from '../../../bridge/options.js';
import type { CommandTransport } from '../../../remoting/command-transport.js';
import type { RequestHandler } from '../../../remoting/incoming-requests.js';
import { RequestCounts } from '../../life/request-counts.js';
import { isForABuild } from '../sign-of-build.js';
import { Histogram } from './histogram.js';

/** Where an agent's life is. */
export type Phase = 'starting' | 'locating' | 'connecting' | 'serving' | 'draining' | 'waiting' | 'ended';

/** Bytes of commands, in both directions. */
export interface Traffic {
  received: number;
  sent: number;
}

/** Why an agent is not connected, and when it tries again. */
export interface Trouble {
  readonly why: string;
  readonly retryAt: Date;
}

/** Of how many builds it is remembered that they were counted. */
const KEPT_BUILDS = 1000;

export class AgentMonitor {
  readonly counts = new RequestCounts();
  readonly latencies = new Histogram();
  readonly traffic: Traffic = { received: 0, sent: 0 };
  /** Connections that were made. */
  connections = 0;
  /** Attempts that failed. */
  failures = 0;
  /** Requests that run now. */
  running = 0;
  /** The Java process that runs what the agent does not know; undefined: there is none now. */
  java: JavaInUse | undefined;
  /** What is waited for while the agent drains; undefined: it does not. */
  drainsFor: readonly string[] | undefined;
  /** Builds whose processes were started here. */
  buildsTotal = 0;
  /** The last ones of them. */
  readonly #builds = new Set<string>();
  #lastSign: number | undefined;
  #trouble: Trouble | undefined;
  #connectedSince: number | undefined;
  #phase: Phase = 'starting';
  #since: Date;

  constructor(
    readonly name: string,
    /** Where its builds work; undefined: that is not told. */
    readonly workDir?: string,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.#since = now();
  }

  get phase(): Phase {
    return this.#phase === 'serving' && this.drainsFor ? 'draining' : this.#phase;
  }

  /** When the controller last asked for anything for a build, or an answer to that went out; performance.now(). */
  get lastSign(): number | undefined {
    return this.#lastSign;
  }

  /** performance.now(); undefined while there is no connection. */
  get connectedSince(): number | undefined {
    return this.#connectedSince;
  }

  /** Why the last attempt failed or the last connection ended; undefined while there is one. */
  get trouble(): Trouble | undefined {
    return this.#phase === 'serving' ? undefined : this.#trouble;
  }

  /** @param waits ms until the next attempt */
  troubled(why: string, waits: number): void {
    this.#trouble = { why, retryAt: new Date(this.now().getTime() + waits) };
  }

  /** Counts a build with its first process. @param label `folder/job #12` */
  sawBuild(label: string): void {
    if (this.#builds.has(label)) return;
    this.#builds.add(label);
    this.buildsTotal++;
    const [oldest] = this.#builds;
    if (this.#builds.size > KEPT_BUILDS && oldest !== undefined) this.#builds.delete(oldest);
  }

  /** When the phase began. */
  get since(): Date {
    return this.#since;
  }

  enter(phase: Phase): void {
    const attempted = this.#phase === 'locating' || this.#phase === 'connecting';
    if (phase === 'serving') this.connections++;
    else if (attempted && (phase === 'waiting' || phase === 'ended')) this.failures++;
    this.#connectedSince = phase === 'serving' ? performance.now() : undefined;
    this.#phase = phase;
    this.#since = this.now();
  }

  /** Counts what goes over a transport. */
  watchTransport(transport: CommandTransport): CommandTransport {
    const { traffic } = this;
    return {
      name: transport.name,
      start: (listener) =>
        transport.start({
          command: (bytes) => {
            traffic.received += bytes.length;
            listener.command(bytes);
          },
          end: (error) => listener.end(error),
        }),
      send: (command) => {
        traffic.sent += command.length;
        transport.send(command);
      },
      drained: () => transport.drained(),
      handedOver: () => transport.handedOver(),
      isMoving: () => transport.isMoving?.() ?? false,
      close: (graceMs) => transport.close(graceMs),
      destroy: (error) => transport.destroy(error),
    };
  }

  /** Measures how long requests take. */
  watchHandler(handler: RequestHandler): RequestHandler {
    return async (callable, call) => {
      const started = performance.now();
      const counts = isForABuild(callable);
      if (counts) this.#lastSign = started;
      this.running++;
      try {
        return await handler(callable, call);
      } finally {
        this.running--;
        const ended = performance.now();
        if (counts) this.#lastSign = ended;
        this.latencies.add((ended - started) / 1000);
      }
    };
  }
}
