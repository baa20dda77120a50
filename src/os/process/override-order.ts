import { CaseInsensitiveMap } from '../../java/case-insensitive-map.js';
import { replaceMacro } from './macro.js';

type References = CaseInsensitiveMap<CaseInsensitiveMap<true>>;

export interface OverrideTarget {
  has(name: string): boolean;
}

/**
 * The order in which environment overrides apply so that each comes after those it refers to; `NAME+SUFFIX` entries come
 * last. A cycle is cut, by preference at a variable that the target has already. Mirrors
 * hudson.EnvVars.OverrideOrderCalculator.
 *
 * @param warn told of each cut, in the official agent's words
 */
export function overrideOrder(
  target: OverrideTarget,
  overrides: CaseInsensitiveMap<string>,
  warn?: (message: string) => void,
): string[] {
  const extending: string[] = [];
  const references: References = new CaseInsensitiveMap();
  for (const [name, value] of overrides) {
    if (name.indexOf('+') > 0) extending.push(name);
    else references.set(name, referencesOf(name, value));
  }
  const ordered = lastAppearances(sortCuttingCycles(references, target, warn), overrides);
  return [...ordered, ...extending];
}

function referencesOf(name: string, value: string): CaseInsensitiveMap<true> {
  const found = new CaseInsensitiveMap<true>();
  replaceMacro(value, (referred) => {
    found.set(referred, true);
    return '';
  });
  found.delete(name);
  return found;
}

function sortCuttingCycles(references: References, target: OverrideTarget, warn?: (message: string) => void): string[] {
  for (;;) {
    const sorted = topologicalOrder(references);
    if (!('cycle' in sorted)) return sorted.order;
    cut(sorted.cycle, references, target, warn);
  }
}

/** Depth-first post-order: what a variable refers to comes before it. Or the first cycle, referrer to referee, closed. */
function topologicalOrder(references: References): { order: string[] } | { cycle: string[] } {
  const visited = new Set<string>();
  const path: string[] = [];
  const order: string[] = [];
  // Returns a cycle when it meets one.
  const visit = (name: string): string[] | undefined => {
    if (visited.has(name)) return undefined;
    visited.add(name);
    path.push(name);
    for (const referred of references.get(name)?.keys() ?? []) {
      const start = path.indexOf(referred);
      const cycle = start >= 0 ? [...path.slice(start), referred] : visit(referred);
      if (cycle) return cycle;
    }
    path.pop();
    order.push(name);
    return undefined;
  };
  for (const name of references.keys()) {
    const cycle = visit(name);
    if (cycle) return { cycle };
  }
  return { order };
}

/*
 * existing: PATH=/usr/bin; overriding: PATH1=/usr/local/bin:${PATH}, PATH=/opt/bin:${PATH1}. The reference PATH1 -> PATH
 * can be dropped, because PATH has a value to begin with.
 */
function cut(
  cycle: readonly string[],
  references: References,
  target: OverrideTarget,
  warn?: (message: string) => void,
): void {
  const referee = cycle.find((name) => target.has(name)) ?? cycle[0] ?? '';
  const referrer = cycle[cycle.lastIndexOf(referee) - 1] ?? '';
  references.get(referrer)?.delete(referee);
  warn?.(`Cyclic reference detected: ${cycle.join(' -> ')}`);
  warn?.(`Cut the reference ${referrer} -> ${referee}`);
}

function lastAppearances(sorted: readonly string[], overrides: CaseInsensitiveMap<string>): string[] {
  const seen = new Set<string>();
  for (const name of [...sorted].reverse()) if (overrides.has(name)) seen.add(name);
  return [...seen].reverse();
}
