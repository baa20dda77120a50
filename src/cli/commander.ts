/**
 * The option table declared to commander. Commander refuses single-dash names of several letters and takes `--no-x` for a
 * negation, so it sees canonical words only (`--work-dir=DIR`) and is told not to think about names.
 */
import { Command, Option } from 'commander';
import type { OptionSpec } from './option-spec.js';
import { OPTIONS } from './option-table.js';
import type { OptionValues } from './option-table.js';

/** Reads canonical words. They have been checked: an error here is a defect of ours. */
export function parseCanonical(words: readonly string[]): { values: OptionValues; positionals: readonly string[] } {
  const command = declareCommand();
  command.parse(words, { from: 'user' });
  return { values: command.opts<OptionValues>(), positionals: command.args };
}

/** Declares every option of the table, in its order. */
function declareCommand(): Command {
  const command = new Command('agent')
    .argument('[words...]')
    .helpOption(false)
    .allowExcessArguments()
    .exitOverride((error) => {
      throw error;
    });
  for (const spec of OPTIONS) command.addOption(new TableOption(spec));
  return command;
}

class TableOption extends Option {
  constructor(readonly spec: OptionSpec) {
    super(spec.placeholder === undefined ? spec.gnu[0] : `${spec.gnu[0]} <${spec.placeholder}>`, spec.help);
    this.negate = false;
    if (spec.kind === 'list') this.argParser((value, all: string[] | undefined) => [...(all ?? []), value]);
  }

  override attributeName(): string {
    return this.spec.key;
  }
}
