/** What is counted of one agent, for its health, its metrics and its status line. */
import type { CommandTransport } from '../../../remoting/command-transport.js';
import type { RequestHandler } from '../../../remoting/incoming-requests.js';
import { RequestCounts } from '../../life/request-counts.js';
import { Histogram } from './histogram.js';

/** Where an agent's life is. */
export type Phase = 'starting' | 'locating' | 'connecting' | 'serving' | 'draining' | 'waiting' | 'ended';

/** Bytes of commands, in both directions. */
export interface Traffic {
  received: number;
  sent: number;
}

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
  #phase: Phase = 'starting';
  #since: Date;

  constructor(
    readonly name: string,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.#since = now();
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** When the phase began. */
  get since(): Date {
    return this.#since;
  }

  enter(phase: Phase): void {
    const attempted = this.#phase === 'locating' || this.#phase === 'connecting';
    if (phase === 'serving') this.connections++;
    else if (attempted && (phase === 'waiting' || phase === 'ended')) this.failures++;
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
      close: (graceMs) => transport.close(graceMs),
      destroy: (error) => transport.destroy(error),
    };
  }

  /** Measures how long requests take. */
  watchHandler(handler: RequestHandler): RequestHandler {
    return async (callable, call) => {
      const started = performance.now();
      this.running++;
      try {
        return await handler(callable, call);
      } finally {
        this.running--;
        this.latencies.add((performance.now() - started) / 1000);
      }
    };
  }
}
