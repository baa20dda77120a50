/** What help tells of the commands besides the agent itself. */
import type { Subcommand } from '../subcommand-names.js';
import { SWARM_OPTIONS } from '../swarm/option-specs.js';
import { optionItem } from './option-item.js';
import type { Item } from './layout.js';

export interface CommandHelp {
  readonly name: Subcommand;
  /** Behind `agent `. */
  readonly usage: string;
  readonly summary: string;
  readonly paragraphs: readonly string[];
  /** Options that the agent itself does not have. */
  readonly options: readonly Item[];
}

const AGENTS_OPTIONS =
  'It takes the options of an agent, also from the environment and from -config: "agent -help" lists them.';

export const COMMANDS: readonly CommandHelp[] = [
  {
    name: 'doctor',
    usage: 'doctor [options]',
    summary: 'Check everything between here and a working agent, and say what to do',
    paragraphs: [
      `Give it the options of the agent: it tries names, ports, proxy, certificates, the controller, name and secret, the work
      directory and the programs of this machine, in the order in which they can fail. An agent that runs under the same name is
      not disturbed.`,
      AGENTS_OPTIONS,
      'Exit codes: 0 nothing failed, 1 something did, 2 wrong usage.',
    ],
    options: [{ term: '--json', description: 'Print the findings for programs' }],
  },
  {
    name: 'health',
    usage: 'health [ADDRESS]',
    summary: 'Ask an agent that runs with -health whether it is connected',
    paragraphs: [
      `ADDRESS is the [HOST:]PORT that the agent was given with -health; without one it is what JENKINS_AGENT_HEALTH or the file of
      -config says. For probes that can only run a command.`,
      'Exit codes: 0 every agent of the process is connected, 1 one is not or nobody answers, 2 wrong usage.',
    ],
    options: [],
  },
  {
    name: 'audit',
    usage: 'audit FILE...',
    summary: 'Sum up what agents that run with -audit were asked for',
    paragraphs: [
      `Counts classes, programs and directories, and what failed. Older files of an agent are named FILE.1, FILE.2 and so on; give
      them all, in any order.`,
      'Exit codes: 0 summed up, 1 a file cannot be read, 2 wrong usage.',
    ],
    options: [{ term: '--json', description: 'Print all of it for programs' }],
  },
  {
    name: 'swarm',
    usage: 'swarm [options]',
    summary: 'Make a node through the swarm plugin and run as it, as the swarm client does',
    paragraphs: [
      'agent swarm -url URL -username USER -password @FILE -fsroot DIR -labels "LABELS"',
      `The controller needs the plugin "swarm". The user needs Overall/Read, Agent/Create and Agent/Connect, and Agent/Configure where a file of
      labels is watched. The node is made anew with each connection; the controller deletes it when the connection ends.`,
      'All options of an agent that do not say who it is hold here, too: "agent -help" lists them.',
      'Exit codes: as of an agent; 4 when -retry ran out.',
    ],
    options: SWARM_OPTIONS.map(optionItem),
  },
  {
    name: 'completion',
    usage: 'completion SHELL',
    summary: 'Print a script for bash, zsh or fish that completes commands and options',
    paragraphs: [
      'bash: source <(agent completion bash)',
      'zsh: agent completion zsh > "${fpath[1]}/_agent"',
      'fish: agent completion fish > ~/.config/fish/completions/agent.fish',
    ],
    options: [],
  },
  {
    name: 'help',
    usage: 'help [COMMAND|OPTION]',
    summary: 'Show this text, or what there is to know of a command or an option',
    paragraphs: [
      '"agent help doctor" and "agent doctor -help" say the same; "agent help -workDir" tells of one option.',
    ],
    options: [],
  },
  {
    name: 'version',
    usage: 'version [--verbose]',
    summary: 'Show the version',
    paragraphs: [],
    options: [
      { term: '--verbose', description: 'Also the remoting version it stands for, its commit, Node, V8, the platform' },
    ],
  },
];
