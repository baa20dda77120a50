/** `-labelsFile`: labels in a file, separated by blanks; when it changes the node's labels change, and nothing else. */
import { OPEN, openFile } from '../../os/files/open-file.js';
import { quietSleep } from '../life/drain.js';

/** @throws the system's error when it cannot be read */
export async function readLabels(path: string): Promise<string[]> {
  const { handle } = await openFile(path, OPEN.read);
  try {
    return labelsIn(await handle.readFile('utf8'));
  } finally {
    await handle.close();
  }
}

export function labelsIn(text: string): string[] {
  return text.split(/\s+/).filter((label) => label !== '');
}

export interface LabelChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Labels that somebody gave the node on the controller are nobody's business here, nor are those that were typed. */
export function labelChanges(
  before: readonly string[],
  now: readonly string[],
  typed: readonly string[],
): LabelChanges {
  const keep = new Set([...now, ...typed]);
  return {
    added: now.filter((label) => !before.includes(label)),
    removed: before.filter((label) => !keep.has(label)),
  };
}

export interface WatchParts {
  readonly path: string;
  /** What the node has of the file. */
  readonly labels: readonly string[];
  readonly typed: readonly string[];
  /** Rejects when it cannot be done now: it is tried again. */
  readonly change: (changes: LabelChanges) => Promise<void>;
  readonly warn: (line: string) => void;
  readonly over: AbortSignal;
  /** Default: as often as the swarm client looks. */
  readonly everyMs?: number;
}

const EVERY_MS = 30_000;

/** Looks at the file until it is over. What cannot be read leaves the labels as they are. */
export async function watchLabels({
  path,
  labels,
  typed,
  change,
  warn,
  over,
  everyMs = EVERY_MS,
}: WatchParts): Promise<void> {
  let before = labels;
  while (!over.aborted) {
    await quietSleep(everyMs, over);
    if (isAborted(over)) return;
    try {
      const now = await readLabels(path);
      const changes = labelChanges(before, now, typed);
      if (changes.added.length + changes.removed.length > 0) await change(changes);
      before = now;
    } catch (error) {
      if (isAborted(over)) return;
      warn(`The labels of ${path} are not taken over: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
