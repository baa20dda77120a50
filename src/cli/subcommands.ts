/** What `agent` does besides being an agent: `agent doctor`, `agent health` and so on. */
import { EXIT } from '../agent/life/exit-codes.js';
import { parseWords } from './agent-options.js';
import { asksForHelp } from './asks-for-help.js';
import { expandAtFiles } from './at-files.js';
import { withConfig } from './configuration.js';
import { readEnvironment } from './environment.js';
import type { EnvironmentOptions } from './environment.js';
import { foldPositionals } from './identity.js';
import { mergeEnvironment } from './merge-environment.js';
import type { OptionValues } from './option-table.js';
import { checkRules } from './rules.js';
import type { Subcommand } from './subcommand-names.js';
import { UsageError } from './usage-error.js';

export interface SubcommandContext {
  readonly environment: NodeJS.ProcessEnv;
  readonly readFile: (path: string) => string | undefined;
  /** Takes output. */
  readonly print: (text: string) => void;
  /** Of the terminal that shows it, if one does. */
  readonly columns: number | undefined;
  /** Whether that terminal is to show colours. */
  readonly colour: boolean;
}

/**
 * @param words behind the command's name
 * @returns the exit code
 * @throws UsageError
 */
export async function runSubcommand(
  name: Subcommand,
  words: readonly string[],
  context: SubcommandContext,
): Promise<number> {
  const { environment, print, columns, colour } = context;
  if (name === 'help' || asksForHelp(words)) {
    const [{ renderTopic }, { helpWidth }] = await Promise.all([import('./help/topic.js'), import('./help/layout.js')]);
    print(renderTopic(name === 'help' && !asksForHelp(words) ? words : [name], helpWidth(columns)));
    return EXIT.ok;
  }
  switch (name) {
    case 'version': {
      const verbose = words.length === 1 && /^--?verbose$/.test(words[0] ?? '');
      if (words.length > 0 && !verbose) throw new UsageError('agent version takes no option but --verbose');
      const { versionText } = await import('./version-text.js');
      print(versionText(verbose));
      return EXIT.ok;
    }
    case 'completion': {
      const { completionScript } = await import('./completion/index.js');
      print(completionScript(words));
      return EXIT.ok;
    }
    case 'audit': {
      const { runAuditCommand } = await import('./audit-command.js');
      return runAuditCommand(words, print);
    }
    case 'doctor': {
      const { runDoctor } = await import('./doctor/doctor.js');
      const typed = words.filter((word) => word !== '--json');
      return runDoctor(await readOptions(typed, context), {
        json: words.includes('--json'),
        environment,
        print,
        columns,
        colour,
      });
    }
    case 'swarm': {
      const [{ readSwarm }, { runSwarm }, { letThreadsEnd }] = await Promise.all([
        import('./swarm/read-swarm.js'),
        import('../agent/swarm/run-swarm.js'),
        import('../agent/life/end-process.js'),
      ]);
      const code = await runSwarm(await readSwarm(words, context));
      await letThreadsEnd(code);
      return code;
    }
    case 'health': {
      const [address, ...rest] = words;
      const typed = address === undefined || address.startsWith('-') ? words : ['--health', address, ...rest];
      const [{ health }] = await readOptions(typed, context);
      if (health === undefined)
        throw new UsageError('agent health: give the address that the agent was given with "-health"');
      const { askHealth } = await import('./ask-health.js');
      return askHealth(health, print);
    }
  }
}

/** The options of each agent, from all sources. What only an agent that connects needs may be missing. */
async function readOptions(
  words: readonly string[],
  { environment, readFile }: SubcommandContext,
): Promise<readonly [OptionValues, ...OptionValues[]]> {
  const [first, ...others] = await withConfig(words, readEnvironment(environment, readFile), readFile);
  const merge = (given: EnvironmentOptions): OptionValues => {
    const { values, positionals } = parseWords(expandAtFiles([...given.words, ...words], readFile));
    const merged = mergeEnvironment(foldPositionals(values, positionals), given, 'agent').values;
    checkRules(new Set(Object.keys(merged) as (keyof OptionValues)[]));
    return merged;
  };
  return [merge(first), ...others.map(merge)];
}
