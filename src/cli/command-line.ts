/** What the user typed becomes one of three things to do. */
import type { AgentOptions } from '../agent/life/options.js';
import { agentOptions, parseWords } from './agent-options.js';
import { expandAtFiles } from './at-files.js';
import { namesAnAgent, NO_ENVIRONMENT } from './environment.js';
import type { EnvironmentOptions } from './environment.js';
import { foldPositionals } from './identity.js';
import { optionsOf, takeJavaWords } from './java-options.js';
import { mergeEnvironment } from './merge-environment.js';
import type { Program } from './merge-environment.js';
import { OPTIONS } from './option-table.js';
import type { OptionSpec } from './option-spec.js';
import type { OptionKey, OptionValues } from './option-table.js';
import { checkRules } from './rules.js';
import { UsageError } from './usage-error.js';

export type Invocation =
  | { readonly kind: 'help' }
  | { readonly kind: 'version'; readonly verbose: boolean }
  | { readonly kind: 'run'; readonly options: AgentOptions };

export interface CommandLine {
  readonly invocation: Invocation;
  /** Lines for standard error: deprecated ways to say things. */
  readonly warnings: readonly string[];
}

/**
 * Reads a command line, completed by the environment. Everything that can be wrong with them is found here.
 * @param readFile the text of an @file, undefined when there is none
 * @throws UsageError
 */
export function readCommandLine(
  words: readonly string[],
  readFile: (path: string) => string | undefined,
  given: EnvironmentOptions = NO_ENVIRONMENT,
  program: Program = 'agent',
): CommandLine {
  const java = takeJavaWords(words);
  const typed = parseWords(expandAtFiles(java.words, readFile));
  const environment = applies(given, typed.values, typed.positionals, program) ? given : NO_ENVIRONMENT;
  const properties = new Map([...environment.properties, ...java.properties]);
  const remoting = parseWords(expandAtFiles(environment.words, readFile));
  const named = { ...remoting.values, ...joinLists(remoting.values, typed.values) };
  const positionals = [...remoting.positionals, ...typed.positionals];
  // Two rounds: what excludes what looks at names as they were given, positional words are no names.
  checkRules(keysOf(mergeEnvironment(named, environment, program).values));
  const { values: merged, warnings } = mergeEnvironment(foldPositionals(named, positionals), environment, program);
  const values = { ...optionsOf(properties), ...merged };
  requireController(values, program);
  const invocation = chooseInvocation(values, properties);
  const outdated = positionals.length > 0 && !saysTheSame(environment.values, positionals);
  return {
    invocation,
    warnings: [
      ...(java.idle.length === 0 ? [] : [`${IDLE_NOTE}: ${java.idle.join(' ')}`]),
      ...environment.notes,
      ...warnings,
      ...deprecations(values, invocation),
      ...(outdated ? [POSITIONAL_WARNING] : []),
    ],
  };
}

/**
 * Whether the environment counts. The entrypoint is made for it; a bare `agent`, which may be started by a launcher over
 * ssh or inside of a build, becomes an inbound agent by it only if it says which one. Neither does when it was told to
 * speak over streams.
 */
function applies(
  environment: EnvironmentOptions,
  typed: OptionValues,
  positionals: readonly string[],
  program: Program,
): boolean {
  if (typed.stdio ?? typed.text ?? typed.tcp ?? typed.connectTo) return false;
  if (program === 'jenkins-agent' || positionals.length > 0 || namesAnAgent(environment)) return true;
  return INBOUND_KEYS.some((key) => typed[key] !== undefined);
}

const INBOUND_KEYS = ['urls', 'direct', 'secret', 'name'] as const satisfies readonly OptionKey[];

/** Of repeatable options, what stands in REMOTING_OPTS stands before what was typed. */
function joinLists(before: OptionValues, typed: OptionValues): OptionValues {
  const entries = Object.entries(typed).map(([key, value]) => {
    const first = before[key as OptionKey];
    return [key, typeof value === 'object' && typeof first === 'object' ? [...first, ...value] : value] as const;
  });
  return Object.fromEntries(entries);
}

/** The entrypoint with an agent but no controller: the official one would wait for commands on standard input. */
function requireController(values: OptionValues, program: Program): void {
  const { urls, direct, jnlpUrl, stdio, text, tcp, connectTo } = values;
  const hasWay = [urls, direct, jnlpUrl, stdio, text, tcp, connectTo].some((value) => value !== undefined);
  const isNamed = values.secret !== undefined || values.name !== undefined;
  if (program === 'jenkins-agent' && isNamed && !hasWay) {
    throw new UsageError('No controller is given: set JENKINS_URL, or use "-url"');
  }
}

/** Helm's default: the same agent in the environment and as positional arguments. Nobody who sees a warning could act on it. */
function saysTheSame({ secret, name }: OptionValues, positionals: readonly string[]): boolean {
  return secret === positionals[0] && name === positionals[1];
}

function keysOf(values: OptionValues): ReadonlySet<OptionKey> {
  return new Set(Object.keys(values) as OptionKey[]);
}

const IDLE_NOTE = 'Note: this agent runs without Java; options for Java have no effect';
const POSITIONAL_WARNING =
  'WARNING: Providing the secret and agent name as positional arguments is deprecated; use "-secret" and "-name" instead.';

/** -version wins over -help, and both over everything that an agent would need. */
function chooseInvocation(values: OptionValues, properties: ReadonlyMap<string, string>): Invocation {
  if (values.version) return { kind: 'version', verbose: values.verbose === true };
  if (values.help) return { kind: 'help' };
  return { kind: 'run', options: agentOptions(values, properties) };
}

function deprecations(values: OptionValues, { kind }: Invocation): string[] {
  return OPTIONS.filter((spec) => values[spec.key] !== undefined)
    .filter(({ key }) => key !== 'jnlpUrl' || kind === 'run')
    .flatMap(({ name, deprecated }: OptionSpec) =>
      deprecated === undefined ? [] : [`WARNING: The "${name}" argument is deprecated${deprecated}`],
    );
}
