/** The command line of the bench. */
import { parseArgs } from 'node:util';

export const USAGE = `npm run bench -- [options]

Measures what the agent costs, over TCP and WebSocket, against a controller on
loopback. It takes minutes, on a machine that does nothing else.

  --runs N         starts that each start-up figure is the median of (default: 7)
  --against FILE   an official agent.jar to measure in the same run; needs Java
  --agent FILE     another executable than this project's
  --git            only git; it needs git and sshd
  --scale          only much at once and very large
  --help           this text
`;

export interface BenchArguments {
  readonly runs: number;
  readonly against: string | undefined;
  readonly agent: string | undefined;
  readonly only: 'git' | 'scale' | undefined;
}

/** @returns undefined when help is asked for. @throws Error whose message is for people */
export function benchArguments(words: readonly string[]): BenchArguments | undefined {
  const { values } = parseArgs({
    args: [...words],
    options: {
      runs: { type: 'string', default: '7' },
      against: { type: 'string' },
      agent: { type: 'string' },
      git: { type: 'boolean', default: false },
      scale: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new RangeError(`--runs ${values.runs}: it takes a whole number, 1 at least`);
  const only = values.scale ? 'scale' : values.git ? 'git' : undefined;
  return { runs, against: values.against, agent: values.agent, only };
}
