/** Which options need and exclude each other. Checked when all are read, so the order of the words never matters. */
import { describeOption } from './option-spec.js';
import type { OptionSpec } from './option-spec.js';
import { findOption, OPTIONS } from './option-table.js';
import type { OptionKey } from './option-table.js';
import { UsageError } from './usage-error.js';

/** @throws UsageError with the official agent's text for the first rule that is broken: needs before exclusions */
export function checkRules(present: ReadonlySet<OptionKey>): void {
  const given = OPTIONS.filter(({ key }) => present.has(key));
  const isGiven = (name: string) => given.some((spec) => spec === findOption(name));
  for (const spec of given as readonly OptionSpec[]) {
    const { requires = [] } = spec;
    if (!requires.every(isGiven)) {
      throw new UsageError(`option "${describeOption(spec)}" requires the option(s) [${requires.join(', ')}]`);
    }
  }
  for (const spec of given as readonly OptionSpec[]) {
    const { forbids = [] } = spec;
    if (forbids.some(isGiven)) {
      throw new UsageError(
        `option "${describeOption(spec)}" cannot be used with the option(s) [${forbids.join(', ')}]`,
      );
    }
  }
}
