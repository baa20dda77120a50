/** `agent -help`: every option, from the table. */
import { OPTION_GROUPS } from '../option-spec.js';
import type { OptionGroup, OptionSpec } from '../option-spec.js';
import { findOption, OPTIONS } from '../option-table.js';
import { COMMANDS } from './commands.js';
import { paragraph, section } from './layout.js';
import { optionItem } from './option-item.js';

const USAGE = `Usage: agent -url URL -secret SECRET -name NAME [options]
       agent COMMAND [options]
`;

/** What comes first: with these nearly everybody gets along. */
const USUAL = '-url -name -secret -webSocket -workDir -tunnel -cert -config -health -drainTimeout'.split(' ');

const ABOUT = `A Jenkins inbound agent: connects to a controller and runs builds, as agent.jar does, with the same options. What the
controller shows on the page of the node works with "agent" in place of "java -jar agent.jar".`;

const FOOTER: readonly string[] = [
  `Every option may also be written --in-lower-case with hyphens, and its value behind an equals sign: --work-dir=DIR. A word
  @FILE is replaced by the lines of that file, a word for each line: -secret @FILE; @- is standard input. In front of all others,
  options for Java and "-jar FILE" are accepted, so that "agent" may stand in place of "java"; system properties of proxies
  (-Dhttp.proxyHost and so on) count, other such options have no effect.`,
  `In brackets: the environment variable that says the same; what is typed wins. A switch is on when it is "true". The words of
  REMOTING_OPTS stand before those of the command line. As "jenkins-agent" this program follows the rules of the official image's
  entrypoint: one word that is no option is a command to run instead, and a secret or a name that the environment and the command
  line give differently is an error.`,
  `Exit codes: 0 ended as asked, 1 failed, 2 wrong usage, 3 refused by the controller, 4 gave up (-noReconnectAfter), 128 + N ended
  by signal N.`,
];

/** @param width in characters */
export function renderHelp(width: number): string {
  const specs: readonly OptionSpec[] = OPTIONS;
  const groups = Object.keys(OPTION_GROUPS) as OptionGroup[];
  const rest = specs.filter((spec) => !USUAL.some((name) => findOption(name) === spec));
  const others = groups.map((group) =>
    section(OPTION_GROUPS[group], rest.filter((spec) => spec.group === group).map(optionItem), width),
  );
  const usual = section('Usual options:', USUAL.flatMap((name) => findOption(name) ?? []).map(optionItem), width);
  const commands = section(
    'Commands:',
    COMMANDS.map(({ usage, summary }) => ({ term: usage, description: summary })),
    width,
  );
  const footer = FOOTER.map((text) => paragraph(text, width));
  return [USAGE, paragraph(ABOUT, width), usual, commands, ...others, ...footer].join('\n');
}
