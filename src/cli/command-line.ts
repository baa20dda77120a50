/** What the user typed becomes one of three things to do. */
import type { AgentOptions } from '../agent/options.js';
import { agentOptions, readValues } from './agent-options.js';
import { expandAtFiles } from './at-files.js';
import { foldPositionals } from './identity.js';
import { OPTIONS } from './option-table.js';
import type { OptionSpec } from './option-spec.js';
import type { OptionValues } from './option-table.js';

export type Invocation =
  { readonly kind: 'help' } | { readonly kind: 'version' } | { readonly kind: 'run'; readonly options: AgentOptions };

export interface CommandLine {
  readonly invocation: Invocation;
  /** Lines for standard error: deprecated ways to say things. */
  readonly warnings: readonly string[];
}

/**
 * Reads a command line. Everything that can be wrong with it is found here.
 * @param readFile the text of an @file, undefined when there is none
 * @throws UsageError
 */
export function readCommandLine(words: readonly string[], readFile: (path: string) => string | undefined): CommandLine {
  const { values: named, positionals } = readValues(expandAtFiles(words, readFile));
  const values = foldPositionals(named, positionals);
  const invocation = chooseInvocation(values);
  const warnings = deprecations(values, invocation);
  return { invocation, warnings: positionals.length === 0 ? warnings : [...warnings, POSITIONAL_WARNING] };
}

const POSITIONAL_WARNING =
  'WARNING: Providing the secret and agent name as positional arguments is deprecated; use "-secret" and "-name" instead.';

/** -version wins over -help, and both over everything that an agent would need. */
function chooseInvocation(values: OptionValues): Invocation {
  if (values.version) return { kind: 'version' };
  if (values.help) return { kind: 'help' };
  return { kind: 'run', options: agentOptions(values) };
}

function deprecations(values: OptionValues, { kind }: Invocation): string[] {
  return OPTIONS.filter((spec) => values[spec.key] !== undefined)
    .filter(({ key }) => key !== 'jnlpUrl' || kind === 'run')
    .flatMap(({ name, deprecated }: OptionSpec) =>
      deprecated === undefined ? [] : [`WARNING: The "${name}" argument is deprecated${deprecated}`],
    );
}
