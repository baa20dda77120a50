/**
 * When one agent ends: asked to from outside, which lets its builds end first where the options say so; after one build
 * (`-once`); when it has had nothing to do for long enough (`-idleTimeout`). Its life goes on meanwhile, reconnections included.
 */
import { formatDuration } from './duration.js';
import { drain, quietSleep } from './drain.js';
import type { LocalBuilds } from './drain.js';
import { EXIT } from './exit-codes.js';
import type { NodeWatch } from './node-watch.js';
import type { EndingOptions } from './options.js';
import { StopRequest } from './signals.js';

export interface EndingParts {
  readonly options: EndingOptions;
  /** Each asks for an end; the reason is a StopRequest. What comes later may leave less time. */
  readonly requests: readonly AbortSignal[];
  readonly local: LocalBuilds;
  /** Whether a build has begun on this agent. */
  readonly hasBuilt: () => boolean;
  /** Since when the agent has been connected, on the clock of `now`; undefined: it is not. */
  readonly connectedSince: () => number | undefined;
  readonly say: (line: string) => void;
  /** Told what is waited for while the agent drains. */
  readonly draining: (builds: readonly string[]) => void;
  /** Told what went wrong in a way that nobody foresaw. */
  readonly failed: (error: unknown) => void;
  readonly now?: () => number;
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const WATCH_MS = 1000;
/** Controllers are asked less often while nothing ends. */
const ASK_MS = 10_000;
/** A short build that starts no process must not be missed. */
const ASK_FOR_ONE_MS = 2000;
/** At the end of the process nobody wants to wait for long. */
const LEAVE_MS = 10_000;

export class Ending {
  #node: NodeWatch | undefined;
  readonly #stop = new AbortController();
  readonly #over = new AbortController();
  readonly #now: () => number;
  readonly #pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  #drains = false;
  #hasBegun = false;

  constructor(private readonly parts: EndingParts) {
    this.#now = parts.now ?? (() => performance.now());
    this.#pause = parts.pause ?? quietSleep;
    const { requests, options, failed } = parts;
    for (const request of requests) {
      if (request.aborted) this.#stop.abort(request.reason);
      else request.addEventListener('abort', this.#onRequest, { once: true });
    }
    if (options.once || options.idleTimeout !== undefined) void this.#watch().catch(failed);
  }

  /** The controller's view of our node, as soon as it is known where the controller is. */
  get node(): NodeWatch | undefined {
    return this.#node;
  }

  set node(node: NodeWatch | undefined) {
    this.#node = node;
  }

  /** The agent is connected, and so nobody else is this node: a mark that is there is nobody's any more. */
  connected(): void {
    if (this.#hasBegun || this.#drains || !this.#node) return;
    this.#hasBegun = true;
    void this.#node.begin(this.#over.signal).catch((error: unknown) => this.parts.failed(error));
  }

  /** Ends the agent's life; the reason is a StopRequest. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** To be called when the life has ended, however it did: leaves the controller as it was found. */
  async close(): Promise<void> {
    this.#over.abort();
    for (const request of this.parts.requests) request.removeEventListener('abort', this.#onRequest);
    await this.#node?.leave(AbortSignal.timeout(LEAVE_MS));
  }

  /** From outside. What waits already, without a limit, has one from now on. */
  readonly #onRequest = ({ target }: Event): void => {
    const reason: unknown = target instanceof AbortSignal ? target.reason : undefined;
    const waits = reason instanceof StopRequest && reason.waitsForBuilds;
    void this.#end(reason, waits ? Infinity : this.parts.options.drainTimeout);
  };

  /** Never rejects: without a list of what runs nothing is waited for. */
  async #end(reason: unknown, timeoutMs: number): Promise<void> {
    const { options, local, say, draining, failed, connectedSince } = this.parts;
    this.#drains = timeoutMs > 0;
    try {
      // With no connection and no process there is nothing to wait for, and perhaps nobody to ask.
      const idle = connectedSince() === undefined && (await local.running()).length === 0;
      if (!idle) {
        await drain({
          timeoutMs,
          quietMs: options.drainQuiet,
          local,
          node: this.#node,
          over: this.#over.signal,
          say,
          waiting: draining,
          now: this.#now,
          pause: this.#pause,
        });
      }
    } catch (error) {
      failed(error);
    }
    this.#stop.abort(reason);
  }

  async #watch(): Promise<void> {
    const { options, local, hasBuilt, connectedSince, say } = this.parts;
    const over = AbortSignal.any([this.#over.signal, this.#stop.signal, ...this.parts.requests]);
    let lastBusy = -Infinity;
    let askedAt = -Infinity;
    while (!over.aborted) {
      await this.#pause(Math.min(WATCH_MS, options.idleTimeout ?? WATCH_MS), over);
      if (isAborted(over)) return;
      const since = connectedSince();
      if (since === undefined) continue;
      const running = [...(await local.running())];
      if (this.#now() - askedAt >= (options.once ? ASK_FOR_ONE_MS : ASK_MS)) {
        askedAt = this.#now();
        running.push(...((await this.#node?.builds(over)) ?? []));
      }
      if (running.length > 0) lastBusy = this.#now();
      if (options.once && (hasBuilt() || running.length > 0)) {
        say('A build has begun: the agent ends when it is done, and takes no other (-once)');
        return this.#end(new StopRequest(EXIT.ok, 'One build is done (-once)'), Infinity);
      }
      const idle = this.#now() - Math.max(since, lastBusy, local.lastSign() ?? -Infinity);
      if (options.idleTimeout !== undefined && idle >= options.idleTimeout) {
        const text = `Idle for ${formatDuration(options.idleTimeout)} (-idleTimeout)`;
        say(`${text}: the agent ends`);
        return this.#end(new StopRequest(EXIT.ok, text), Infinity);
      }
    }
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
