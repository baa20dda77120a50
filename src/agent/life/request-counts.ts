import type { AgentServices } from '../../callables/services.js';

/** How many distinct unknown names are counted one by one: a peer must not fill the memory with names. */
const MAX_NAMES = 4096;

/** How often each class has been asked for, apart for those that we implement and those that we do not. */
export class RequestCounts implements Required<AgentServices['counts']> {
  readonly #known = new Map<string, number>();
  readonly #unknown = new Map<string, number>();
  readonly #relayed = new Map<string, number>();

  known(className: string): number {
    return count(this.#known, className);
  }

  unknown(className: string): number {
    return count(this.#unknown, className);
  }

  relayed(className: string): number {
    return count(this.#relayed, className);
  }

  /** How often, by class. */
  allKnown(): ReadonlyMap<string, number> {
    return this.#known;
  }

  allUnknown(): ReadonlyMap<string, number> {
    return this.#unknown;
  }

  allRelayed(): ReadonlyMap<string, number> {
    return this.#relayed;
  }
}

function count(counts: Map<string, number>, className: string): number {
  const name = counts.has(className) || counts.size < MAX_NAMES ? className : '(others)';
  const times = (counts.get(name) ?? 0) + 1;
  counts.set(name, times);
  return times;
}
