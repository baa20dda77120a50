/** The agent's command: reads the command line, then runs the agent until its end. */
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { AgentOptions } from '../agent/life/options.js';
import { EXIT } from '../agent/life/exit-codes.js';
import { markedText } from '../java/charsets/marked-text.js';
import { readCommandLine } from './command-line.js';
import type { Invocation } from './command-line.js';
import { withConfig } from './configuration.js';
import { programNamed, readEntrypointWords } from './entrypoint.js';
import { readEnvironment } from './environment.js';
import type { EnvironmentOptions } from './environment.js';
import { takeHandedOver } from './handed-over.js';
import { findOption } from './option-table.js';
import { subcommandNamed } from './subcommand-names.js';
import type { Subcommand } from './subcommand-names.js';
import { UsageError } from './usage-error.js';

/**
 * @param typed the command line without program and script
 * @param calledAs the path that the program was started by: as `jenkins-agent` it follows the rules of the entrypoint
 * @returns the exit code
 */
export async function main(typed: readonly string[], calledAs = process.argv[1] ?? ''): Promise<number> {
  // Who may list processes sees their command lines, and ours may hold a secret: the title takes its place in memory.
  process.title = 'jenkins-agent';
  const program = programNamed(calledAs);
  let subcommand: Subcommand | undefined;
  try {
    const words = takeHandedOver(process.env) ?? typed;
    const readFile = fileReader();
    subcommand = subcommandNamed(words, program);
    if (subcommand !== undefined) {
      const show = (text: string) => print(1, text);
      const context = { environment: process.env, readFile, print: show, columns: columnsOf(1), colour: hasColours() };
      const { runSubcommand } = await import('./subcommands.js');
      return await runSubcommand(subcommand, words.slice(1), context);
    }
    const entry = program === 'jenkins-agent' ? readEntrypointWords(words) : { kind: 'agent' as const, words };
    if (entry.kind === 'command') {
      const { runCommand } = await import('./run-command.js');
      return await runCommand(entry.command, (line) => print(2, `${line}\n`));
    }
    const environment = readEnvironment(process.env, readFile);
    const [first, ...others] = await withConfig(entry.words, environment, readFile);
    const read = (given: EnvironmentOptions) => readCommandLine(entry.words, readFile, given, program);
    const commandLine = read(first);
    for (const line of commandLine.warnings) print(2, `${line}\n`);
    if (isAtTerminal(commandLine.invocation, entry.words)) {
      const [{ renderIntroduction }, { helpWidth }] = await Promise.all([
        import('./introduction.js'),
        import('./help/layout.js'),
      ]);
      print(1, renderIntroduction(helpWidth(columnsOf(1))));
      return EXIT.ok;
    }
    const again = async (): Promise<readonly AgentOptions[]> => {
      const agents = await withConfig(entry.words, readEnvironment(process.env, readFile), readFile);
      return agents.map((given) => read(given).invocation).flatMap(optionsOf);
    };
    const invocations = () => others.map((given) => read(given).invocation);
    return await run(commandLine.invocation, invocations, first === environment ? undefined : again);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // Two lines: of a container that ended, platforms show the last ones of its log, and this is what they are to show.
    const help =
      subcommand === undefined || subcommand === 'help'
        ? `"${program} -help" tells all options`
        : `"agent help ${subcommand}" tells more`;
    print(2, `${error.message.replaceAll(/[\r\n]+/g, ' ')}\n${help}\n`);
    return EXIT.usage;
  }
}

/** Nobody types the bytes of a launcher: a person has started the agent who did not say what it is to do. */
function isAtTerminal(invocation: Invocation, words: readonly string[]): boolean {
  if (invocation.kind !== 'run' || invocation.options.kind !== 'stdio') return false;
  const asked = words.some((word) => ['stdio', 'text'].includes(findOption(word)?.key ?? ''));
  return !asked && isatty(0) && isatty(1);
}

function optionsOf(invocation: Invocation): readonly AgentOptions[] {
  return invocation.kind === 'run' ? [invocation.options] : [];
}

/**
 * @param others further agents of the same process
 * @param again all of them, read again
 */
async function run(
  invocation: Invocation,
  others: () => readonly Invocation[],
  again: (() => Promise<readonly AgentOptions[]>) | undefined,
): Promise<number> {
  switch (invocation.kind) {
    case 'version': {
      const { versionText } = await import('./version-text.js');
      print(1, versionText(invocation.verbose));
      return EXIT.ok;
    }
    case 'help':
      print(1, await usage());
      return EXIT.ok;
    case 'run': {
      const [{ runAgents }, { letThreadsEnd }] = await Promise.all([
        import('../agent/life/host.js'),
        import('../agent/life/end-process.js'),
      ]);
      const code = await runAgents([invocation.options, ...others().flatMap(optionsOf)], again);
      await letThreadsEnd(code);
      return code;
    }
  }
}

async function usage(): Promise<string> {
  const [{ renderHelp }, { helpWidth }] = await Promise.all([import('./help/options.js'), import('./help/layout.js')]);
  return renderHelp(helpWidth(columnsOf(1)));
}

/** Of a terminal; undefined of anything else. */
function columnsOf(fd: 1 | 2): number | undefined {
  if (!isatty(fd)) return undefined;
  return (fd === 1 ? process.stdout : process.stderr).columns;
}

/** Colours are for terminals, and not for those who set NO_COLOR to anything (no-color.org). */
function hasColours({ NO_COLOR = '', TERM }: NodeJS.ProcessEnv = process.env): boolean {
  return isatty(1) && NO_COLOR === '' && TERM !== 'dumb';
}

/** Reads what `@FILE` names; `@-` is standard input, which can be read only once. */
function fileReader(): (path: string) => string | undefined {
  let input: string | undefined;
  return (path) => {
    if (path === '-') return (input ??= markedText(readFileSync(0)));
    return existsSync(path) ? markedText(readFileSync(path)) : undefined;
  };
}

/** At once and whole: the process may end right after. */
function print(fd: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}
