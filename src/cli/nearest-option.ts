/** Options that somebody may have meant who mistyped one. */
import { didYouMean } from './nearest.js';
import type { OptionSpec } from './option-spec.js';
import { OPTIONS } from './option-table.js';

/** The end of a message about a word that is no option: `: did you mean "-url"?`, or nothing. */
export function nearestOption(typed: string): string {
  return didYouMean(typed, spellings());
}

/** The same for the key of a configuration file, which has no hyphens in front. */
export function nearestKey(typed: string): string {
  return didYouMean(
    typed,
    spellings().map((spelling) => spelling.replace(/^-+/, '')),
  );
}

function spellings(): string[] {
  const specs: readonly OptionSpec[] = OPTIONS;
  return specs.flatMap(({ name, aliases = [], gnu }) => [name, ...aliases, ...gnu]);
}
