/** What can be offered behind an option. */
import { COMMANDS } from '../help/commands.js';
import type { OptionSpec } from '../option-spec.js';
import { OPTIONS } from '../option-table.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
/** Every name that the package gives the executable. */
export const PROGRAMS = ['agent', 'jenkins-agent', 'jenkins-inbound-agent'] as const;

export const specs: readonly OptionSpec[] = OPTIONS;
export const spellings = ({ name, aliases = [], gnu }: OptionSpec): string[] => [name, ...aliases, ...gnu];

export interface OfferedValues {
  readonly choices: readonly string[];
  readonly path: 'file' | 'directory' | undefined;
  /** Whether its value is better kept in a file: `@FILE` is offered without being begun. */
  readonly atFile: boolean;
}

/** Undefined for a switch. */
export function valuesOf({
  kind,
  placeholder = '',
  choices,
  secret,
  takesAtFile,
}: OptionSpec): OfferedValues | undefined {
  if (kind === 'switch') return undefined;
  const listed = /^[a-z]+(\|[a-z]+)+$/.test(placeholder) ? placeholder.split('|') : [];
  const path = /DIR/.test(placeholder) ? 'directory' : /^(?:FILE|.*\bPATH)$/.test(placeholder) ? 'file' : undefined;
  return { choices: choices ?? listed, path, atFile: secret === true || takesAtFile === true };
}

/** The options that the same can be offered for, with it. */
export function groupedByValues(): { readonly values: OfferedValues; readonly options: readonly string[] }[] {
  const groups = new Map<string, { values: OfferedValues; options: string[] }>();
  for (const spec of specs) {
    const values = valuesOf(spec);
    if (values === undefined) continue;
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, options: [] };
    group.options.push(...spellings(spec));
    groups.set(key, group);
  }
  return [...groups.values()];
}

export interface OwnOption {
  readonly name: string;
  /** What help calls its value; undefined for a switch. */
  readonly value: string | undefined;
  readonly help: string;
}

/** The options that commands have and the agent itself has not, by command. */
export function ownOptions(): { readonly command: string; readonly options: readonly OwnOption[] }[] {
  return COMMANDS.filter(({ options }) => options.length > 0).map(({ name: command, options }) => ({
    command,
    options: options.map(({ term, description }) => {
      const [name = '', value] = term.split(' ', 2);
      return { name, value, help: description };
    }),
  }));
}
