/** What `agent` can do besides being an agent. */
import type { Program } from './merge-environment.js';
import { didYouMean } from './nearest.js';
import { UsageError } from './usage-error.js';

export const SUBCOMMANDS = ['doctor', 'health', 'swarm', 'audit', 'completion', 'help', 'version'] as const;
export type Subcommand = (typeof SUBCOMMANDS)[number];

/**
 * The command that the first word names.
 * @throws UsageError when it nearly names one: no secret looks like that. The entrypoint may be meant to run a program of
 *   such a name, `helm` for example
 */
export function subcommandNamed([first = '']: readonly string[], program: Program): Subcommand | undefined {
  const found = SUBCOMMANDS.find((name) => name === first);
  if (found !== undefined || program === 'jenkins-agent' || first.startsWith('-')) return found;
  const meant = didYouMean(first, SUBCOMMANDS);
  if (meant !== '') throw new UsageError(`"${first}" is not a command${meant}`);
  return undefined;
}
