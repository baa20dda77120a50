/**
 * `--config FILE`: options in YAML, named as on the command line without the hyphens in front.
 *
 *     url: https://jenkins.example.com/
 *     webSocket: true
 *     workDir: /var/lib/jenkins-agent
 *     name: one
 *     secretFile: /run/secrets/one
 *
 * With a list `agents`, what stands outside of it holds for each of them, and one process runs them all.
 */
import { parseWords } from './agent-options.js';
import { expandAtFiles } from './at-files.js';
import type { OptionSpec } from './option-spec.js';
import { findOption } from './option-table.js';
import type { OptionKey, OptionValues } from './option-table.js';
import { UsageError } from './usage-error.js';

/** What makes no sense in a file. */
const NOT_IN_A_FILE: ReadonlySet<OptionKey> = new Set(['config', 'help', 'version']);
/** What concerns the process, and so all of its agents. */
const FOR_THE_PROCESS: ReadonlySet<OptionKey> = new Set([
  'pidFile',
  'health',
  'drainTimeout',
  'drainQuiet',
  'once',
  'idleTimeout',
  'logFormat',
  'logLevel',
]);

/**
 * Reads a configuration.
 * @param path for messages
 * @param readFile the text of an @file, undefined when there is none
 * @returns the options of each agent: one at least
 * @throws UsageError that names the file and the key
 */
export async function readConfig(
  text: string,
  path: string,
  readFile: (path: string) => string | undefined,
): Promise<readonly OptionValues[]> {
  const { agents, ...common } = asMapping(await parseYaml(text, path), path);
  const shared = readOptions(common, path, readFile);
  if (agents === undefined) return [shared];
  if (!Array.isArray(agents) || agents.length === 0) throw new UsageError(`${path}: agents must be a list of agents`);
  return agents.map((entry: unknown, index) => {
    const place = `${path}: agents[${index}]`;
    const values = readOptions(asMapping(entry, place), place, readFile);
    const misplaced = (Object.keys(values) as OptionKey[]).find((key) => FOR_THE_PROCESS.has(key));
    if (misplaced !== undefined)
      throw new UsageError(`${place}: ${misplaced} holds for all agents: it belongs outside`);
    return { ...shared, ...values };
  });
}

async function parseYaml(text: string, path: string): Promise<unknown> {
  const { parse, YAMLParseError } = await import('yaml');
  try {
    // Aliases are a way to make a small file a large one, and of no use here.
    return parse(text, { maxAliasCount: 0, prettyErrors: false }) as unknown;
  } catch (error) {
    if (!(error instanceof YAMLParseError || error instanceof ReferenceError)) throw error;
    throw new UsageError(`${path} is not valid YAML: ${error.message}`, { cause: error });
  }
}

function asMapping(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw new UsageError(`${place}: expected options, each with its value`);
}

function readOptions(
  mapping: Readonly<Record<string, unknown>>,
  place: string,
  readFile: (path: string) => string | undefined,
): OptionValues {
  const words = Object.entries(mapping).flatMap(([name, value]) => wordsOf(name, value, place));
  try {
    const { values, positionals } = parseWords(expandAtFiles(words, readFile));
    if (positionals.length > 0) throw new UsageError('a file named by @ holds several lines instead of one');
    return values;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${place}: ${error.message}`, { cause: error });
  }
}

function wordsOf(name: string, value: unknown, place: string): string[] {
  const spec = optionNamed(name);
  if (spec === undefined) {
    const secret = optionNamed(name.replace(/(?:F|-f)ile$/, ''));
    if (secret?.secret === true && typeof value === 'string') return [secret.name, `@${value.trim()}`];
    throw new UsageError(`${place}: ${name} is not an option`);
  }
  if (NOT_IN_A_FILE.has(spec.key as OptionKey)) throw new UsageError(`${place}: ${name} cannot stand in a file`);
  if (spec.kind === 'switch') {
    if (typeof value !== 'boolean') throw new UsageError(`${place}: ${name} must be true or false`);
    return value ? [spec.name] : [];
  }
  const items: readonly unknown[] = Array.isArray(value) && spec.kind === 'list' ? value : [value];
  return items.flatMap((item) => {
    if (typeof item !== 'string' && typeof item !== 'number') {
      throw new UsageError(
        `${place}: ${name} must be ${spec.kind === 'list' ? 'a text or a list of texts' : 'a text'}`,
      );
    }
    return [spec.name, String(item).trim()];
  });
}

function optionNamed(name: string): OptionSpec | undefined {
  return findOption(`-${name}`) ?? findOption(`--${name}`);
}
