/**
 * One option: all that parsing, help, conflicts and documentation know of it. The names are those of the official agent
 * (hudson.remoting.Launcher); the GNU spellings are ours.
 */
export interface OptionSpec {
  /** What the option is called in the parsed values. */
  readonly key: string;
  /** `-workDir`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** `--work-dir`; the first is the one that help shows. */
  readonly gnu: readonly [string, ...string[]];
  /** A switch takes no value; of several values of a `text` the last wins; a `list` keeps all. */
  readonly kind: 'switch' | 'text' | 'list';
  /** What help calls the value. */
  readonly placeholder?: string;
  /** Values that completion offers, where the placeholder does not list them. */
  readonly choices?: readonly string[];
  /** Names of options that must be there too. */
  readonly requires?: readonly string[];
  /** Names of options that must not be there. */
  readonly forbids?: readonly string[];
  /** Environment variables that say the same, the strongest first. */
  readonly environment?: readonly string[];
  /** Throws a UsageError with the official text when a value cannot be used. */
  readonly check?: (value: string, name: string) => void;
  /** `@FILE` as its value is the option's own business, and not replaced by the lines of the file. */
  readonly takesAtFile?: true;
  /** Its value is never shown; a variable `X_FILE` beside each of its variables names a file that holds it. */
  readonly secret?: true;
  readonly group: OptionGroup;
  readonly help: string;
  /** End of the sentence `The "-x" argument is deprecated ...`. */
  readonly deprecated?: string;
}

/** In the order in which help shows them. */
export const OPTION_GROUPS = {
  connection: 'Connection:',
  web: 'Web access:',
  reconnect: 'Reconnecting:',
  operating: 'Running and ending:',
  files: 'Files and logs:',
  java: 'What only Java can run:',
  streams: 'Over standard input and output:',
  information: 'Information:',
  deprecated: 'Deprecated:',
} as const;

export type OptionGroup = keyof typeof OPTION_GROUPS;

/** As the official agent names an option in its messages: `-direct (-directConnection)`. */
export function describeOption({ name, aliases = [] }: OptionSpec): string {
  return aliases.length === 0 ? name : `${name} (${aliases.join(',')})`;
}
