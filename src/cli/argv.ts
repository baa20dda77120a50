/**
 * From the words that were typed to a list of options with their values: exact names, `-x value`, `-x=value`, the GNU
 * spellings of both. The word after an option that takes a value is its value, whatever it looks like.
 */
import { describeOption } from './option-spec.js';
import type { OptionSpec } from './option-spec.js';
import { nearestOption } from './nearest-option.js';
import { findOption } from './option-table.js';
import { UsageError } from './usage-error.js';

export interface Occurrence {
  readonly spec: OptionSpec;
  /** Undefined for a switch. */
  readonly value: string | undefined;
}

export interface ScannedArgv {
  /** In the order of the words. */
  readonly occurrences: readonly Occurrence[];
  readonly positionals: readonly string[];
}

type FindOption = (spelling: string) => OptionSpec | undefined;

/**
 * @param words with @files expanded
 * @param find the option of this spelling; default: of the agent's
 * @param meant the end of a message about one that is none
 * @throws UsageError
 */
export function scanArgv(
  words: readonly string[],
  find: FindOption = findOption,
  meant: (name: string) => string = nearestOption,
): ScannedArgv {
  const occurrences: Occurrence[] = [];
  const positionals: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      positionals.push(...rest);
      break;
    }
    if (!word.startsWith('-')) {
      positionals.push(word);
      continue;
    }
    const { spec, attached } = readOption(word, find, meant);
    if (spec.kind === 'switch') {
      occurrences.push({ spec, value: undefined });
      // `-webSocket=true` sets the switch and leaves `true` behind, as the official agent does.
      if (attached !== undefined) rest.unshift(attached);
    } else {
      const value = attached ?? rest.shift();
      if (value === undefined) throw new UsageError(`Option "${describeOption(spec)}" takes an operand`);
      spec.check?.(value, describeOption(spec));
      occurrences.push({ spec, value });
    }
  }
  return { occurrences, positionals };
}

/** The same as words for commander, which takes one spelling of each option, and values only attached. */
export function canonicalWords({ occurrences, positionals }: ScannedArgv): string[] {
  const options = occurrences.map(({ spec, value }) => (value === undefined ? spec.gnu[0] : `${spec.gnu[0]}=${value}`));
  return [...options, '--', ...positionals];
}

function readOption(
  word: string,
  find: FindOption,
  meant: (name: string) => string,
): { spec: OptionSpec; attached: string | undefined } {
  const equals = word.indexOf('=');
  const spec = find(equals < 0 ? word : word.slice(0, equals));
  if (!spec) throw notAnOption(word, meant);
  return { spec, attached: equals < 0 ? undefined : word.slice(equals + 1) };
}

/** A value that is attached is not shown: of an option that is misspelt nobody knows whether it is secret. */
function notAnOption(word: string, meant: (name: string) => string): UsageError {
  const name = word.split('=', 1)[0] ?? word;
  return new UsageError(`"${name}" is not a valid option${meant(name)}`);
}
