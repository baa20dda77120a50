/** Between a request to stop and the end of an agent: builds that run may go on for a while. */
import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from './duration.js';

/** What can be seen of builds from this machine: their processes, and what controllers ask for them. */
export interface LocalBuilds {
  /** What runs now, for people. */
  readonly running: () => Promise<readonly string[]>;
  /** When anything was last asked for a build; undefined: never. On the clock of `now`. */
  readonly lastSign: () => number | undefined;
}

/** The same by the controller, which knows better. */
export interface RemoteBuilds {
  /** Sees to it that none are added. Undefined: that cannot be known now. */
  readonly remainingBuilds: (signal: AbortSignal) => Promise<readonly string[] | undefined>;
}

export interface DrainParts {
  /** Milliseconds. 0: nothing is waited for. Infinity: until all is done. */
  readonly timeoutMs: number;
  /** For how long there must be no sign of a build, where only this machine is seen; ms. */
  readonly quietMs: number;
  readonly local: LocalBuilds;
  readonly node?: RemoteBuilds | undefined;
  /** Aborted when there is nothing to wait for any more: the agent has ended by itself. */
  readonly over: AbortSignal;
  readonly say: (line: string) => void;
  /** Told what is waited for, whenever that is looked at. */
  readonly waiting?: (builds: readonly string[]) => void;
  readonly now?: () => number;
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const POLL_MS = 250;
const POLL_NODE_MS = 2000;
const QUESTION_MS = 60_000;
/** At the end of a build a controller lets go of the executor, and still asks the agent for a thing or two. */
const SETTLED_MS = 1000;

/** What is going on. */
interface Look {
  readonly builds: readonly string[];
  readonly isDone: boolean;
  readonly isCertain: boolean;
}

/** Resolves when no builds are left, or when time is up, or it is over. */
export async function drain(parts: DrainParts): Promise<void> {
  const { timeoutMs, over, say, waiting, now = monotonic, pause = quietSleep } = parts;
  if (timeoutMs <= 0 || over.aborted) return;
  const started = now();
  const left = (): number => timeoutMs - (now() - started);
  const look = observer(parts, now);
  let told: string | undefined;
  for (;;) {
    const { builds, isDone, isCertain } = await look(left());
    waiting?.(builds);
    if (isAborted(over)) return;
    if (isDone) {
      if (told !== undefined) say('Draining: nothing runs any more');
      return;
    }
    const list = [...new Set(builds)].join(', ');
    if (left() <= 0) {
      say(`Draining: time is up${list === '' ? '' : `, still running: ${list}`}`);
      return;
    }
    if (told === undefined && !(isCertain && list === '')) say(firstLine(list, parts));
    else if (list !== told && list !== '') say(`Draining: waiting for ${list}`);
    if (list !== '' || !isCertain) told = list === '' ? (told ?? '') : list;
    await pause(Math.min(isCertain && builds.length > 0 ? POLL_NODE_MS : POLL_MS, left()), over);
  }
}

function firstLine(list: string, { timeoutMs, quietMs }: DrainParts): string {
  const upTo = Number.isFinite(timeoutMs) ? ` up to ${formatDuration(timeoutMs)}` : '';
  const what = list === '' ? `${formatDuration(quietMs)} without a sign of a build` : list;
  return `Draining: waiting${upTo} for ${what}; a second signal ends this at once`;
}

/** Makes the function that looks, which remembers when it last saw something. */
function observer({ quietMs, local, node, over }: DrainParts, now: () => number): (leftMs: number) => Promise<Look> {
  let lastSeen: number | undefined;
  return async (leftMs) => {
    const asked = await node?.remainingBuilds(until(over, leftMs));
    const isCertain = asked !== undefined;
    const builds = asked ?? (await local.running());
    if (builds.length > 0) lastSeen = now();
    const sign = local.lastSign() ?? -Infinity;
    const quiet = now() - (isCertain ? sign : Math.max(sign, lastSeen ?? -Infinity));
    return { builds, isDone: builds.length === 0 && quiet >= (isCertain ? SETTLED_MS : quietMs), isCertain };
  };
}

/** A question is given up when the time is up, and in any case after a while. */
function until(over: AbortSignal, leftMs: number): AbortSignal {
  const milliseconds = Math.ceil(Math.min(Math.max(1, leftMs), QUESTION_MS));
  return AbortSignal.any([over, AbortSignal.timeout(milliseconds)]);
}

function monotonic(): number {
  return performance.now();
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Cut off by the signal without a word. */
export async function quietSleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
