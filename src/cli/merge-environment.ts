/** What was typed and what the environment says, made one. */
import type { EnvironmentOptions } from './environment.js';
import type { OptionSpec } from './option-spec.js';
import { findOption, OPTIONS } from './option-table.js';
import type { OptionKey, OptionValues } from './option-table.js';
import { UsageError } from './usage-error.js';

/** Which program this is: `agent` is the official jar file, `jenkins-agent` the entrypoint of the official image. */
export type Program = 'agent' | 'jenkins-agent';

export interface Merged {
  readonly values: OptionValues;
  readonly warnings: readonly string[];
}

/** Who the agent is must not be said twice in different ways: one of the two would be a mistake that nobody sees. */
const MUST_AGREE: Readonly<Partial<Record<OptionKey, string>>> = { secret: 'secrets', name: 'names' };

/**
 * `agent`: what was typed wins, and an option of the environment that cannot be combined with it is left out.
 * `jenkins-agent`: as the official entrypoint has it. What is said twice and equal is said once. Lists are joined, the
 * environment's part first. Of other options that differ the typed one wins, with a warning; a secret or a name that differs
 * is an error.
 * @param typed with positionals folded in
 * @throws UsageError
 */
export function mergeEnvironment(typed: OptionValues, environment: EnvironmentOptions, program: Program): Merged {
  if (program === 'agent') return { values: { ...combinable(environment.values, typed), ...typed }, warnings: [] };
  const warnings: string[] = [];
  const merged: Record<string, unknown> = { ...environment.values, ...typed };
  for (const spec of OPTIONS as readonly (OptionSpec & { key: OptionKey })[]) {
    const { key } = spec;
    const [fromEnvironment, fromWords] = [environment.values[key], typed[key]];
    if (fromEnvironment === undefined || fromWords === undefined) continue;
    if (typeof fromEnvironment === 'object' && typeof fromWords === 'object') {
      merged[key] = joined(fromEnvironment, fromWords);
    } else if (fromEnvironment !== fromWords) {
      warnings.push(differing(spec));
    }
  }
  return { values: merged, warnings };
}

/** Without what the typed options forbid, or what forbids them. */
export function combinable(values: OptionValues, typed: OptionValues): OptionValues {
  const typedSpecs = OPTIONS.filter(({ key }) => typed[key] !== undefined) as readonly OptionSpec[];
  const clashes = (spec: OptionSpec) => typedSpecs.some((other) => forbids(other, spec) || forbids(spec, other));
  const kept = OPTIONS.filter((spec) => values[spec.key] !== undefined && !clashes(spec));
  return Object.fromEntries(kept.map(({ key }) => [key, values[key]]));
}

function forbids({ forbids: names = [] }: OptionSpec, other: OptionSpec): boolean {
  return names.some((name) => findOption(name) === other);
}

/** Every value once; a root URL is the same with and without its last slash. */
function joined(first: readonly string[], then: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...first, ...then].filter((value) => {
    const same = value.replace(/\/$/, '');
    return !seen.has(same) && seen.add(same);
  });
}

/** @throws UsageError when they have to agree */
function differing({ key, name, environment = [] }: OptionSpec): string {
  const what = MUST_AGREE[key as OptionKey];
  if (what !== undefined) {
    throw new UsageError(`The command line and the environment (${environment.join(', ')}) give different ${what}`);
  }
  return `Warning: ${name} is given differently on the command line and in ${environment.join(', ')}; the command line wins`;
}
