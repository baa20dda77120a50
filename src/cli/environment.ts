/** Environment variables as a source of options: the table says which, the official entrypoint's rules say how. */
import { parseWords } from './agent-options.js';
import type { ParsedWords } from './agent-options.js';
import { expandAtFiles } from './at-files.js';
import { readJavaOptions } from './java-options.js';
import { OPTIONS } from './option-table.js';
import type { OptionValues } from './option-table.js';
import type { OptionSpec } from './option-spec.js';
import { shellWords } from './shell-words.js';
import { UsageError } from './usage-error.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says about options. */
export interface EnvironmentOptions {
  /** One variable, one option. */
  readonly values: OptionValues;
  /** Words of REMOTING_OPTS: they stand before those of the command line. */
  readonly words: readonly string[];
  /** System properties in options for Java. */
  readonly properties: ReadonlyMap<string, string>;
  /** Lines for standard error. */
  readonly notes: readonly string[];
}

export const NO_ENVIRONMENT: EnvironmentOptions = { values: {}, words: [], properties: new Map(), notes: [] };

/**
 * Blanks and newlines around a value do not count, as in the official entrypoint, whose shell splits words at them; empty
 * variables count as absent. A switch is on when its variable is exactly `true`, as in the official entrypoint. A
 * value `@FILE` stands for what is in that file.
 * @param readFile the text of an @file, undefined when there is none
 * @throws UsageError
 */
export function readEnvironment(
  environment: Environment,
  readFile: (path: string) => string | undefined,
): EnvironmentOptions {
  const notes: string[] = [];
  let values: OptionValues = {};
  for (const spec of OPTIONS as readonly OptionSpec[]) {
    const [variable, value] = firstSet(spec, environment) ?? [];
    if (variable === undefined || value === undefined) continue;
    if (spec.kind === 'switch') {
      if (value === 'true') values = { ...values, [spec.key]: true };
      else if (value !== 'false') notes.push(`Warning: ${variable} has no effect: it is neither "true" nor "false"`);
    } else {
      values = { ...values, ...readVariable(variable, spec, value, readFile).values };
    }
  }
  const { REMOTING_OPTS = '' } = environment;
  const { properties, notes: javaNotes } = forJava(environment);
  return {
    values,
    words: shellWords(REMOTING_OPTS, 'REMOTING_OPTS', environment),
    properties,
    notes: [...notes, ...javaNotes],
  };
}

/** Whether the environment says which agent this is, so that nothing needs to be typed. */
export function namesAnAgent({ values }: EnvironmentOptions): boolean {
  return values.secret !== undefined || values.name !== undefined || values.direct !== undefined;
}

/** Of a secret `JENKINS_SECRET_FILE=FILE` says the same as `JENKINS_SECRET=@FILE`, as container platforms do it. */
function firstSet({ environment: names = [], secret }: OptionSpec, environment: Environment) {
  for (const name of names) {
    const [value, file] = [environment[name]?.trim(), secret ? environment[`${name}_FILE`]?.trim() : undefined];
    if (value !== undefined && value !== '') return [name, value] as const;
    if (file !== undefined && file !== '') return [`${name}_FILE`, `@${file}`] as const;
  }
  return undefined;
}

function readVariable(
  variable: string,
  spec: OptionSpec,
  value: string,
  readFile: (path: string) => string | undefined,
): ParsedWords {
  try {
    const [name = '', ...values] = expandAtFiles([spec.name, value], readFile);
    if (values.length !== 1) throw new UsageError(`${value.slice(1)} holds ${values.length} lines instead of one`);
    return parseWords([name, ...values]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${variable}: ${error.message}`, { cause: error });
  }
}

/** What the official entrypoint reads for its Java virtual machine. Blanks separate, as there. */
function forJava(environment: Environment): Pick<EnvironmentOptions, 'properties' | 'notes'> {
  const variable = ['JENKINS_JAVA_OPTS', 'JAVA_OPTS'].find((name) => isSet(environment[name]));
  const words = (variable === undefined ? '' : (environment[variable] ?? '')).split(/\s+/);
  const { properties, idle } = readJavaOptions(words.filter((word) => word.startsWith('-')));
  const has = idle.length > 0 || properties.size === 0;
  return {
    properties,
    notes: [
      ...(variable === undefined || !has
        ? []
        : [`Note: this agent runs without Java; ${variable} has no effect: ${idle.join(' ')}`]),
      ...(isSet(environment['JENKINS_JAVA_BIN'])
        ? ['Note: this agent runs without Java; JENKINS_JAVA_BIN has no effect']
        : []),
    ],
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
