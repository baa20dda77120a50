/**
 * One agent's life:
 *
 *     locating --> connecting --> serving --> waiting --> locating ...
 *         \            \                        ^
 *          `------------`----------------------/
 *
 * From each of them it may end: by a stop request (a signal), by what the reconnect policy says, by a mistake of ours.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { byDeadline } from '../../java/deadline.js';
import { messageOf } from '../../transport/errors.js';
import type { Connection, Connector, FoundController } from '../connect/connector.js';
import { formatDuration } from './duration.js';
import type { Phase } from '../operate/health/monitor.js';
import { endReason } from '../connect/end-reason.js';
import { decide, ReconnectHistory } from '../connect/reconnect.js';
import type { Decision, Trouble } from '../connect/reconnect.js';
import { stopExitCode } from './signals.js';
import { failureLines } from '../connect/failure-line.js';
import type { FailedAttempt } from '../connect/failure-line.js';
import type { StatusLines } from './status.js';
import { troubleOf } from '../connect/trouble.js';

/** How long it waits for the list of what runs: it is read from files, and file operations may hang. */
const TELL_MS = 3000;

const notInTime = (): Error => new Error('What still runs cannot be told: file operations hang');

/** How long the end of the agent waits for builds' processes to be killed, ms. */
const SETTLE_MS = 5000;

/** A channel that is being served. */
export interface Session {
  /** Settles when the channel has ended; never rejects. */
  readonly ended: Promise<{ readonly error?: Error }>;
  /** Ends it in an orderly way; resolves when it has ended. */
  close(): Promise<void>;
  /** Resolves when what it interrupted has ended as well: processes of builds. */
  settled(): Promise<void>;
}

export interface LifeParts {
  readonly connector: Connector;
  readonly serve: (connection: Connection) => Session;
  /** Called for each controller that was found, before it is connected to. */
  readonly found: (controller: FoundController) => void;
  readonly lines: StatusLines;
  /** Asks for an end; the reason is a StopRequest. */
  readonly stop: AbortSignal;
  /** Told whatever the agent begins to do. */
  readonly entered?: ((phase: Phase) => void) | undefined;
  /** Called before the agent ends a connection, and when one has been lost: what was on it can still be told. */
  readonly leaving?: ((ended: 'here' | 'lost') => Promise<void> | void) | undefined;
  /** Told why an attempt failed or a connection ended, and how long it is until the next one, ms. */
  readonly troubled?: ((why: string, waits: number) => void) | undefined;
  readonly noReconnect: () => boolean;
  /** Milliseconds. */
  readonly noReconnectAfter: number | undefined;
  readonly now?: () => number;
  readonly random?: () => number;
}

type State =
  | { readonly at: 'locating' }
  | { readonly at: 'connecting'; readonly controller: FoundController }
  | { readonly at: 'serving'; readonly connection: Connection }
  | { readonly at: 'waiting'; readonly delay: number; readonly afterLoss: boolean }
  | { readonly at: 'ended'; readonly exitCode: number };

/** Lives until the end. @returns the exit code */
export async function live(parts: LifeParts): Promise<number> {
  return new Life(parts).run();
}

class Life {
  readonly #now: () => number;
  readonly #history: ReconnectHistory;

  constructor(private readonly parts: LifeParts) {
    this.#now = parts.now ?? (() => performance.now());
    this.#history = new ReconnectHistory(this.#now());
  }

  async run(): Promise<number> {
    const { stop } = this.parts;
    let state: State = { at: 'locating' };
    while (state.at !== 'ended') {
      this.parts.entered?.(state.at);
      state = stop.aborted ? { at: 'ended', exitCode: stopExitCode(stop) } : await this.#next(state);
    }
    this.parts.entered?.('ended');
    return state.exitCode;
  }

  #next(state: Exclude<State, { at: 'ended' }>): Promise<State> {
    switch (state.at) {
      case 'locating':
        return this.#attempt('locating', () => this.#locate());
      case 'connecting':
        return this.#attempt('connecting', () => this.#connect(state.controller));
      case 'serving':
        return this.#serve(state.connection);
      case 'waiting':
        return this.#wait(state.delay, state.afterLoss);
    }
  }

  async #locate(): Promise<State> {
    const { connector, stop, found } = this.parts;
    const controller = await connector.locate(stop);
    found(controller);
    return { at: 'connecting', controller };
  }

  async #connect(controller: FoundController): Promise<State> {
    const connection = await controller.connect(this.parts.stop);
    return { at: 'serving', connection };
  }

  async #serve(connection: Connection): Promise<State> {
    const { serve, lines, stop } = this.parts;
    const session = serve(connection);
    this.#history.connected(this.#now());
    lines.status('Connected');
    const close = (): void => void this.#close(session);
    stop.addEventListener('abort', close, { once: true });
    if (stop.aborted) close();
    const { error } = await session.ended;
    stop.removeEventListener('abort', close);
    for (const line of connection.endLines) lines.status(line);
    lines.status('Terminated', error);
    if (!stop.aborted) await this.#tellLeaving('lost');
    else await Promise.race([session.settled(), sleep(SETTLE_MS, undefined, { ref: false })]);
    if (stop.aborted) return { at: 'ended', exitCode: stopExitCode(stop) };
    const why = error === undefined ? 'the controller ended the connection' : messageOf(error);
    return this.#afterTrouble('lost', this.#decide('lost'), (delay) => this.parts.troubled?.(why, delay));
  }

  /** Never rejects: what cannot be told keeps no connection open. */
  async #close(session: Session): Promise<void> {
    await this.#tellLeaving('here');
    await session.close();
  }

  async #tellLeaving(ended: 'here' | 'lost'): Promise<void> {
    const { leaving } = this.parts;
    if (!leaving) return;
    try {
      await byDeadline(TELL_MS, notInTime, async () => leaving(ended));
    } catch (error) {
      this.parts.lines.error(error);
    }
  }

  async #wait(delay: number, afterLoss: boolean): Promise<State> {
    const { lines, stop } = this.parts;
    const interrupted = await sleep(delay, false, { signal: stop }).catch(() => true);
    if (afterLoss && !interrupted) {
      lines.status('Performing onReconnect operation.');
      lines.status('onReconnect operation completed.');
    }
    return { at: 'locating' };
  }

  /** Runs a phase; when it fails, the policy says what comes next. */
  async #attempt(phase: 'locating' | 'connecting', work: () => Promise<State>): Promise<State> {
    const { stop, lines } = this.parts;
    try {
      return await work();
    } catch (error) {
      if (stop.aborted) return { at: 'ended', exitCode: stopExitCode(stop) };
      const trouble = troubleOf(error);
      const decision = this.#decide(trouble);
      if (decision.kind === 'stop' && decision.because !== 'noReconnectAfter') lines.error(error);
      return this.#afterTrouble(trouble, decision, (delay) => this.#tellFailure(phase, trouble, error, delay));
    }
  }

  #tellFailure(phase: FailedAttempt['phase'], trouble: FailedAttempt['trouble'], error: unknown, delay: number): void {
    const { connector, lines, troubled } = this.parts;
    troubled?.(messageOf(error), delay);
    const told = failureLines(connector, { phase, trouble, message: messageOf(error), wait: formatDuration(delay) });
    told.lines.forEach((line, index) => lines.status(line, told.withError && index === 0 ? error : undefined));
  }

  #decide(trouble: Trouble): Decision {
    const { noReconnect, noReconnectAfter, random = Math.random, lines } = this.parts;
    const situation = this.#history.happened(trouble, this.#now());
    const decision = decide(situation, { noReconnect: noReconnect(), noReconnectAfter }, random());
    const what =
      decision.kind === 'retry' ? `again in ${decision.delay} ms` : `no other, because of ${decision.because}`;
    const { attempt, elapsed } = situation;
    lines.fine(`Attempt ${attempt}, ${Math.round(elapsed)} ms after the first: ${trouble}; ${what}`);
    return decision;
  }

  #afterTrouble(trouble: Trouble, decision: Decision, tell: (delay: number) => void): State {
    if (decision.kind === 'retry') {
      tell(decision.delay);
      return { at: 'waiting', delay: decision.delay, afterLoss: trouble === 'lost' };
    }
    const { noReconnectAfter = 0, lines, connector } = this.parts;
    if (decision.because === 'noReconnectAfter') lines.status(`Bailing out after ${formatDuration(noReconnectAfter)}`);
    lines.status(
      `Ending with exit code ${decision.exitCode}: ${endReason(trouble, decision.because, connector.place)}`,
    );
    return { at: 'ended', exitCode: decision.exitCode };
  }
}
