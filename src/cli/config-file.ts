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
import { nearestKey } from './nearest-option.js';
import type { OptionSpec } from './option-spec.js';
import { findOption } from './option-table.js';
import type { OptionKey, OptionValues } from './option-table.js';
import { UsageError } from './usage-error.js';
import { PlacedYaml } from './yaml-place.js';
import type { PlacedEntry } from './yaml-place.js';

/** What makes no sense in a file. */
const NOT_IN_A_FILE: ReadonlySet<OptionKey> = new Set(['config', 'help', 'version', 'verbose']);
/** What concerns the process, and so all of its agents. */
const FOR_THE_PROCESS: ReadonlySet<OptionKey> = new Set([
  'pidFile',
  'audit',
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
 * @throws UsageError that names the file with line and column
 */
export async function readConfig(
  text: string,
  path: string,
  readFile: (path: string) => string | undefined,
): Promise<readonly OptionValues[]> {
  const yaml = await PlacedYaml.parse(text, path);
  const reader = new ConfigReader(yaml, readFile);
  const entries = yaml.entries(yaml.root);
  if (entries.length === 0) throw new UsageError(`${path} is empty: it holds options, each with its value`);
  const shared = reader.options(entries.filter(({ name }) => name !== AGENTS));
  const agents = entries.find(({ name }) => name === AGENTS);
  if (agents === undefined) return [shared];
  const items = yaml.items(agents.value);
  if (items === undefined || items.length === 0) {
    throw new UsageError(`${agents.value.place}: ${AGENTS} must be a list of agents`);
  }
  return items.map((item) => {
    const own = yaml.entries(item);
    if (own.length === 0) throw new UsageError(`${item.place}: an agent without an option of its own`);
    return { ...shared, ...reader.options(own, FOR_THE_PROCESS) };
  });
}

const AGENTS = 'agents';

class ConfigReader {
  constructor(
    private readonly yaml: PlacedYaml,
    private readonly readFile: (path: string) => string | undefined,
  ) {}

  /** @param misplaced what belongs outside of the list of agents */
  options(entries: readonly PlacedEntry[], misplaced: ReadonlySet<OptionKey> = new Set()): OptionValues {
    const seen = new Map<OptionKey, PlacedEntry>();
    const values = entries.map((entry) => {
      const { spec, fromFile } = specOf(entry);
      const key = spec.key as OptionKey;
      const { name, place } = entry;
      if (misplaced.has(key)) throw new UsageError(`${place}: ${name} holds for all agents: it belongs outside`);
      const before = seen.get(key);
      if (before) throw new UsageError(`${place}: ${name} says what ${before.name} says at ${before.place}`);
      seen.set(key, entry);
      return this.#read(spec, fromFile, entry);
    });
    return Object.assign({}, ...values) as OptionValues;
  }

  #read(spec: OptionSpec, fromFile: boolean, entry: PlacedEntry): OptionValues {
    const words = this.#words(spec, fromFile, entry);
    try {
      const { values, positionals } = parseWords(expandAtFiles(words, this.readFile));
      if (positionals.length > 0) throw new UsageError('a file named by @ holds several lines instead of one');
      return values;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`${entry.value.place}: ${error.message}`, { cause: error });
    }
  }

  #words(spec: OptionSpec, fromFile: boolean, { name, value }: PlacedEntry): string[] {
    if (spec.kind === 'switch') {
      const on = this.yaml.scalar(value);
      if (typeof on !== 'boolean') throw new UsageError(`${value.place}: ${name} must be true or false`);
      return on ? [spec.name] : [];
    }
    const items = (spec.kind === 'list' ? this.yaml.items(value) : undefined) ?? [value];
    return items.flatMap((item) => {
      const text = this.yaml.scalar(item);
      if (typeof text !== 'string' && typeof text !== 'number') {
        const what = spec.kind === 'list' ? 'a text or a list of texts' : 'a text';
        throw new UsageError(`${item.place}: ${name} must be ${what}`);
      }
      return [spec.name, `${fromFile ? '@' : ''}${String(text).trim()}`];
    });
  }
}

/** Of a secret, `secretFile` names the file that holds it. @throws UsageError when there is no such option */
function specOf({ name, place }: PlacedEntry): { spec: OptionSpec; fromFile: boolean } {
  const spec = optionNamed(name);
  if (spec === undefined) {
    const secret = optionNamed(name.replace(/(?:F|-f)ile$/, ''));
    if (secret?.secret === true) return { spec: secret, fromFile: true };
    throw new UsageError(`${place}: ${name} is not an option${nearestKey(name)}`);
  }
  if (NOT_IN_A_FILE.has(spec.key as OptionKey)) throw new UsageError(`${place}: ${name} cannot stand in a file`);
  return { spec, fromFile: false };
}

function optionNamed(name: string): OptionSpec | undefined {
  return findOption(`-${name}`) ?? findOption(`--${name}`);
}
