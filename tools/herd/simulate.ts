/**
 * What a controller meets when it comes back after a restart: its agents, by the policy that each kind of agent has. No clock
 * and no sockets, only the moments of the attempts.
 */
import { decide, ReconnectHistory } from '../../src/agent/connect/reconnect.js';

export interface Herd {
  readonly agents: number;
  /** How long the controller is away, ms. */
  readonly downMs: number;
  /** Agents notice the end of their connections within so long, evenly, ms. */
  readonly noticeMs: number;
  /** Between 0 and 1. */
  readonly random: () => number;
}

/** Gives the waits of one agent, ms: before its first attempt, before the second, and so on. */
export type Policy = (random: () => number) => (now: number) => number;

/** Attempts that a controller would meet, and those that found it. */
export interface Return {
  /** Attempts in each second since the controller went away; from `downMs` on they succeed. */
  readonly perSecond: readonly number[];
  /** The most in any second after the controller is there again. */
  readonly peak: number;
  /** When the middle, all but one in a hundred, and all agents are back: ms after the controller is. */
  readonly backMs: { readonly half: number; readonly most: number; readonly all: number };
}

/** Ours: the very function that decides in an agent. */
export const ourPolicy: Policy = (random) => {
  const history = new ReconnectHistory(-Infinity);
  history.connected(-Infinity);
  let trouble: 'lost' | 'retryable' = 'lost';
  return (now) => {
    const decision = decide(
      history.happened(trouble, now),
      { noReconnect: false, noReconnectAfter: undefined },
      random(),
    );
    trouble = 'retryable';
    if (decision.kind === 'stop') throw new Error(`an agent gave up: ${decision.because}`);
    return decision.delay;
  };
};

/** agent.jar over TCP: hudson.remoting.Engine looks whether the controller is there, and waits 10 s when it is not. */
export const officialTcpPolicy: Policy = () => {
  let first = true;
  return () => {
    const wait = first ? 0 : 10_000;
    first = false;
    return wait;
  };
};

/** agent.jar over WebSocket: 1, 3, 7 s and then 10 s each time. */
export const officialWebSocketPolicy: Policy = () => {
  const waits = [1000, 3000, 7000];
  return () => waits.shift() ?? 10_000;
};

export function simulate({ agents, downMs, noticeMs, random }: Herd, policy: Policy): Return {
  const perSecond: (number | undefined)[] = [];
  const back: number[] = [];
  for (let agent = 0; agent < agents; agent++) {
    const wait = policy(random);
    let now = random() * noticeMs;
    do {
      now += wait(now);
      const second = Math.floor(now / 1000);
      perSecond[second] = (perSecond[second] ?? 0) + 1;
    } while (now < downMs);
    back.push(now - downMs);
  }
  back.sort((a, b) => a - b);
  const at = (part: number): number => Math.round(back[Math.ceil(part * agents) - 1] ?? 0);
  const filled = Array.from(perSecond, (count) => count ?? 0);
  return {
    perSecond: filled,
    peak: filled.slice(Math.floor(downMs / 1000)).reduce((most, count) => Math.max(most, count), 0),
    backMs: { half: at(0.5), most: at(0.99), all: at(1) },
  };
}

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
