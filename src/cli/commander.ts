/**
 * The option table declared to commander. Commander refuses single-dash names of several letters and takes `--no-x` for a
 * negation, so it sees canonical words only (`--work-dir=DIR`) and is told not to think about names.
 */
import { Command, Option } from 'commander';
import { OPTION_GROUPS } from './option-spec.js';
import type { OptionSpec } from './option-spec.js';
import { OPTIONS } from './option-table.js';
import type { OptionValues } from './option-table.js';

/** Reads canonical words. They have been checked: an error here is a defect of ours. */
export function parseCanonical(words: readonly string[]): { values: OptionValues; positionals: readonly string[] } {
  const command = declareCommand();
  command.parse(words, { from: 'user' });
  return { values: command.opts<OptionValues>(), positionals: command.args };
}

const FOOTER = `
Every option may also be written --in-lower-case with hyphens, and its value behind an equals sign: --work-dir=DIR.
A word @FILE is replaced by the lines of that file, a word for each line: -secret @FILE; @- is standard input.
In front of all others, options for Java and "-jar FILE" are accepted, so that "agent" may stand in place of "java"; system
properties of proxies (-Dhttp.proxyHost and so on) count, other such options have no effect.

In brackets: the environment variable that says the same; what is typed wins. A switch is on when it is "true". The words of
REMOTING_OPTS stand before those of the command line. As "jenkins-agent" this program follows the rules of the official
image's entrypoint: one word that is no option is a command to run instead, and a secret or a name that the environment and
the command line give differently is an error.

Other commands: "agent doctor [options] [--json]" checks everything between here and a working agent; "agent health ADDRESS"
asks an agent that runs with -health; "agent completion bash|zsh|fish" prints a completion script.

Exit codes: 0 ended as asked, 1 failed, 2 wrong usage, 3 refused by the controller, 4 gave up (-noReconnectAfter),
128 + N ended by signal N.
`;

/** The text that help shows, all but its footer from the table. */
export function renderHelp(): string {
  const command = declareCommand();
  command.configureHelp({
    helpWidth: 120,
    optionTerm: (option) => (option instanceof TableOption ? term(option.spec) : option.flags),
    optionDescription: (option) => (option instanceof TableOption ? description(option.spec) : option.description),
  });
  return command.helpInformation() + FOOTER;
}

/** Declares every option of the table, in its order. */
function declareCommand(): Command {
  const command = new Command('agent')
    .usage('-url URL -secret SECRET -name NAME [options]')
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
    this.helpGroup(OPTION_GROUPS[spec.group]);
    if (spec.kind === 'list') this.argParser((value, all: string[] | undefined) => [...(all ?? []), value]);
  }

  override attributeName(): string {
    return this.spec.key;
  }
}

function term({ name, placeholder = '' }: OptionSpec): string {
  return `${name} ${placeholder}`.trimEnd();
}

/** Other spellings are told where they cannot be guessed, and the environment variables that say the same. */
function description({ help, aliases = [], gnu, environment = [], secret }: OptionSpec): string {
  const others = [...aliases, ...gnu.filter((spelling) => !spelling.startsWith('--'))];
  const also = others.length === 0 ? '' : ` (also ${others.join(', ')})`;
  const variables = environment.flatMap((name) => (secret ? [name, `${name}_FILE`] : [name]));
  return `${help}${also}${variables.length === 0 ? '' : ` [${variables.join(', ')}]`}`;
}
