/**
 * Keeps a replay in step with processes: a poll that found output or a result in the recording is played when ours has come
 * as far, and a shell is killed when it has started what it runs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { listValues } from '../../src/serial/jdk/collection-contents.js';
import { readStreamRef } from '../../src/remoting/remote-refs.js';
import { JavaArray, JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { eventually } from '../support/processes.js';
import type { TraceLine } from './trace.js';

/** What the recorded shell was waiting for when it was killed, in the background and in the foreground. */
const SLEEP = 'sleep 1234.5';

const POLL = 'org.jenkinsci.plugins.durabletask.FileMonitoringTask$FileMonitoringController$';

/** Resolves when a request may be played; `callable` is the request with our directories in it. */
export function recordedProgress(
  trace: readonly TraceLine[],
): (line: TraceLine, callable: JavaValue) => Promise<void> | undefined {
  const answers = new Map<number, string>();
  const written = new Map<number, number>();
  for (const { from, kind, id, what, command } of trace) {
    if (from !== 'agent') continue;
    if (kind === 'Response') answers.set(id, what);
    if (kind !== 'ProxyOutputStream$Chunk') continue;
    const oid = command.get('oid') as number;
    const buf = command.get('buf');
    written.set(oid, (written.get(oid) ?? 0) + (buf instanceof JavaArray ? buf.elements.length : 0));
  }
  let launched: readonly JavaValue[] = [];
  return ({ id }, callable) => {
    if (!(callable instanceof JavaObject)) return undefined;
    if (callable.className === 'hudson.Launcher$RemoteLaunchCallable') launched = listValues(callable.get('cmd'));
    if (callable.get('methodName') === 'kill') {
      const sleeps =
        launched
          .filter((word) => typeof word === 'string')
          .join(' ')
          .split(SLEEP).length - 1;
      return eventually(() => grandchildren(SLEEP) >= sleeps);
    }
    const task = callable.get('callable');
    const file = callable.get('filePath');
    if (!(task instanceof JavaObject) || !(file instanceof JavaObject)) return undefined;
    const path = file.get('remote') as string;
    if (task.className === `${POLL}StatusCheck` && answers.get(id)?.includes('Integer') === true) {
      return eventually(async () => (await length(path)) > 0);
    }
    if (task.className !== `${POLL}WriteLog`) return undefined;
    const oid = readStreamRef(task.get('sink'))?.oid ?? -1;
    const end = Number(task.get('lastLocation')) + (written.get(oid) ?? 0);
    return eventually(async () => (await length(path)) >= end);
  };
}

async function length(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** How many processes with this command line a child of ours has started. */
function grandchildren(command: string): number {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [pid, parentOf(pid)]),
  );
  const found = [...parents].filter(([, parent]) => parents.get(parent) === String(process.pid)).map(([pid]) => pid);
  return found.filter((pid) => (read(pid, 'cmdline') ?? '').replaceAll('\0', ' ').trim() === command).length;
}

/** The empty text when it has ended. */
function parentOf(pid: string): string {
  return (
    read(pid, 'stat')
      ?.replace(/^.*\) /s, '')
      .split(' ')[1] ?? ''
  );
}

function read(pid: string, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
