/**
 * Whether and when to connect again. Pure: what happened goes in, what to do comes out.
 *
 * The official agent waits 10 s each time over TCP, and 1, 3, 7, 10, 10 ... s over WebSocket. Many agents of one controller
 * then come back at the same moments. Here the waits grow, and each is drawn from the whole range below its ceiling (full
 * jitter), so that a controller that comes back is met by its agents one after the other.
 */
import { EXIT } from '../life/exit-codes.js';

/**
 * - `retryable`: the network or the controller was not ready.
 * - `refused`: the controller said no; the reason may go away (an old connection of the same agent that it still holds).
 * - `fatal`: trying again cannot help.
 * - `lost`: a connection that worked has ended.
 */
export type Trouble = 'retryable' | 'refused' | 'fatal' | 'lost';

export interface ReconnectOptions {
  readonly noReconnect: boolean;
  /** Milliseconds of trying after which to give up. */
  readonly noReconnectAfter: number | undefined;
}

export interface Situation {
  readonly trouble: Trouble;
  /** How often in a row connecting has failed or not lasted, this time included: 1, 2, ... */
  readonly attempt: number;
  /** Milliseconds since the first attempt after the last working connection. */
  readonly elapsed: number;
  /** A connection that lasted has ended just now: a controller that refuses may still hold that one, and soon will not. */
  readonly justLost?: boolean;
}

export type Decision =
  | { readonly kind: 'retry'; readonly delay: number }
  | {
      readonly kind: 'stop';
      readonly exitCode: number;
      readonly because: 'fatal' | 'noReconnect' | 'noReconnectAfter';
    };

const FIRST_CEILING_MS = 2000;
/** A refusal does not go away within a second or two. */
const FIRST_CEILING_AFTER_REFUSAL_MS = 10_000;
const MAX_CEILING_MS = 30_000;
/** Never in a tight loop. */
const FLOOR_MS = 200;

/** @param random between 0 and 1 */
export function decide(
  situation: Situation,
  { noReconnect, noReconnectAfter }: ReconnectOptions,
  random: number,
): Decision {
  const { trouble, elapsed } = situation;
  if (trouble === 'fatal') return { kind: 'stop', exitCode: EXIT.fatal, because: 'fatal' };
  if (noReconnect) return { kind: 'stop', exitCode: WITHOUT_RECONNECT[trouble], because: 'noReconnect' };
  const left = noReconnectAfter === undefined ? Infinity : noReconnectAfter - elapsed;
  if (left <= 0) return { kind: 'stop', exitCode: EXIT.gaveUp, because: 'noReconnectAfter' };
  return { kind: 'retry', delay: Math.min(drawDelay(situation, random), left) };
}

/** A connection that worked and ended is what -noReconnect asks for. */
const WITHOUT_RECONNECT = { lost: EXIT.ok, refused: EXIT.refused, retryable: EXIT.fatal } as const;

function drawDelay({ trouble, attempt, justLost = false }: Situation, random: number): number {
  const first = trouble === 'refused' && !justLost ? FIRST_CEILING_AFTER_REFUSAL_MS : FIRST_CEILING_MS;
  const ceiling = Math.min(MAX_CEILING_MS, first * 2 ** (attempt - 1));
  return Math.round(FLOOR_MS + random * (ceiling - FLOOR_MS));
}

/** A connection that lasted so long was a good one: after it the waits begin small again. */
const STABLE_MS = 60_000;
/** How long after it a controller may still hold a connection that has ended: several rounds of trying, no more. */
const JUST_LOST_MS = 30_000;

/** Counts attempts and time for `decide`. Times are of a monotonic clock, ms. */
export class ReconnectHistory {
  #attempts = 0;
  #since: number;
  #connectedAt = 0;
  #lostAt = -Infinity;

  constructor(now: number) {
    this.#since = now;
  }

  connected(now: number): void {
    this.#connectedAt = now;
  }

  /** What happened, as `decide` wants it. */
  happened(trouble: Trouble, now: number): Situation {
    if (trouble === 'lost') {
      if (now - this.#connectedAt >= STABLE_MS) this.#attempts = 0;
      // -noReconnectAfter counts from each end of a connection anew.
      this.#since = now;
      this.#lostAt = now;
    }
    this.#attempts++;
    const justLost = trouble === 'refused' && now - this.#lostAt < JUST_LOST_MS;
    return { trouble, attempt: this.#attempts, elapsed: now - this.#since, ...(justLost ? { justLost } : {}) };
  }
}
