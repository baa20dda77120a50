/** Replays a recording against the agent's callables, in a directory of its own that stands for the recorded agent's. */
import { mkdtemp, mkdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callableHandler } from '../../src/callables/dispatch.js';
import { agentServices } from '../support/agent-services.js';
import { RecordingLogger } from '../support/channel-pair.js';
import { Replayer } from './replayer.js';
import type { ReplayDifference } from './replayer.js';
import { loadTrace } from './trace.js';
import type { Generation, TraceLine } from './trace.js';
import { recordedProgress } from './recorded-progress.js';
import { mayDiffer } from './may-differ.js';

export interface ReplayResult {
  /** Differences that no rule of may-differ.ts explains. */
  readonly differences: ReplayDifference[];
  /** How many answers were compared. */
  readonly compared: number;
  /** Callables that our agent called at the controller, which answered them as it had answered the official agent. */
  readonly asked: readonly string[];
}

/** Directory of the recorded agents' user. */
const RECORDED_HOME = '/home/jenkins';

/** Work directories of the recorded agents. */
const AGENT_DIRECTORIES = ['agent', 'agent319', 'agent541', 'agent568'];

/** Names that agents make up: temporary files and directories. */
const MADE_UP = /(jenkins|tmp|temp|file|hudson|durable-|secretFiles|pre|script)[-\w]*\d{6,}/g;

export async function replay(
  generation: Generation,
  name: string,
  skip?: (line: TraceLine) => boolean,
  /** Makes what else the recording speaks of; gives what stands for it: recorded -> ours. */
  prepare?: (home: string) => Promise<Iterable<readonly [string, string]>>,
): Promise<ReplayResult> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'replay-')));
  try {
    for (const directory of AGENT_DIRECTORIES) await mkdir(join(home, directory));
    const logger = new RecordingLogger();
    const trace = loadTrace(generation, name);
    const replayer = new Replayer(trace, {
      handler: callableHandler(agentServices({ logger })),
      logger,
      directories: new Map([...((await prepare?.(home)) ?? []), [RECORDED_HOME, home]]),
      madeUp: MADE_UP,
      ready: recordedProgress(trace),
      classes: servedClasses(generation),
      ...(skip ? { skip } : {}),
    });
    await replayer.run();
    const { compared, asked } = replayer;
    return { differences: replayer.differences.filter((found) => !mayDiffer(found)), compared, asked };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/**
 * What the agent looks for in the classes that a controller of the generation serves. Not the classes themselves: those are
 * others' work.
 */
function servedClasses(generation: Generation): ReadonlyMap<string, Buffer> {
  const listFiles = generation === 'core-2.568' ? 'java/util/HashSet' : 'java/util/HashMap';
  return new Map([
    ['hudson/tasks/ArtifactArchiver$ListFiles.class', Buffer.from(listFiles)],
    ['hudson/FilePath.class', Buffer.from(FILE_PATH_CLASS[generation])],
    // An exception of its own since 2.344; InterruptedException before.
    ...(generation === 'core-2.319' ? [] : [[NO_MATCHES_CLASS, Buffer.from('class')] as const]),
  ]);
}

const NO_MATCHES_CLASS = 'hudson/FilePath$FileMaskNoMatchesFoundException.class';

const FILE_PATH_CLASS: Readonly<Record<Generation, string>> = {
  'core-2.319': '',
  'core-2.462': '',
  'core-2.541': 'contains entry that escapes destination directory',
  'core-2.568': 'requireReadFromTarPathTraversalValidation',
};
