/** The sources of options in their order: the command line, the environment, a configuration file. */
import { resolve } from 'node:path';
import { parseWords } from './agent-options.js';
import { expandAtFiles } from './at-files.js';
import type { EnvironmentOptions } from './environment.js';
import { takeJavaWords } from './java-options.js';
import { combinable } from './merge-environment.js';
import type { OptionValues } from './option-table.js';
import { UsageError } from './usage-error.js';

/**
 * Puts the configuration file, if one is named, beneath the environment.
 * @param words the command line
 * @param readFile the text of a file, undefined when there is none
 * @returns what counts besides the command line, for each agent: one at least
 * @throws UsageError
 */
export async function withConfig(
  words: readonly string[],
  environment: EnvironmentOptions,
  readFile: (path: string) => string | undefined,
): Promise<readonly [EnvironmentOptions, ...EnvironmentOptions[]]> {
  // Nearly always there is no such file, and then nothing is read twice.
  const mayTellOne = words.some((word) => /^(?:--?config\b|@)/.test(word)) || environment.words.length > 0;
  const typed = mayTellOne
    ? parseWords(expandAtFiles([...environment.words, ...takeJavaWords(words).words], readFile)).values
    : {};
  const path = typed.config ?? environment.values.config;
  if (path === undefined) return [environment];
  const text = configurationText(path, readFile);
  const { readConfig } = await import('./config-file.js');
  const [first = {}, ...others] = await readConfig(text, path, readFile);
  const given = { ...environment.values, ...typed };
  for (const key of ['name', 'secret'] as const) {
    if (others.length > 0 && given[key] !== undefined) {
      throw new UsageError(`${path} lists several agents: "-${key}" cannot be given besides`);
    }
  }
  const beneath = (values: typeof first): EnvironmentOptions => ({
    ...environment,
    values: { ...combinable(values, environment.values), ...environment.values },
  });
  const agents = [beneath(first), ...others.map(beneath)] as const;
  checkDistinct(
    agents.map(({ values }) => ({ ...values, ...typed })),
    path,
  );
  return agents;
}

/** @throws UsageError for two agents that would be in each other's way */
function checkDistinct(agents: readonly OptionValues[], path: string): void {
  for (const [key, what] of [
    ['name', 'are both named'],
    ['workDir', 'have one work directory'],
  ] as const) {
    const seen = new Map<string, number>();
    for (const [index, { [key]: value }] of agents.entries()) {
      if (value === undefined) continue;
      const same = key === 'workDir' ? resolve(value) : value;
      const before = seen.get(same);
      if (before !== undefined)
        throw new UsageError(`${path}: agents ${before + 1} and ${index + 1} ${what}: ${value}`);
      seen.set(same, index);
    }
  }
}

/** @throws UsageError when there is no such file, or none that can be read: a directory, for example */
function configurationText(path: string, readFile: (path: string) => string | undefined): string {
  let text: string | undefined;
  try {
    text = readFile(path);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new UsageError(`The configuration ${path} cannot be read: ${cause.message}`, { cause });
  }
  if (text === undefined) throw new UsageError(`No such file: ${path}`);
  return text;
}
