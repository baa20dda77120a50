/**
 * Keeps a replay in step with processes: a poll that found output or a result in the recording is played when ours has come
 * as far.
 */
import { stat } from 'node:fs/promises';
import { readStreamRef } from '../../src/remoting/remote-refs.js';
import { JavaArray, JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { eventually } from '../support/processes.js';
import type { TraceLine } from './trace.js';

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
  return ({ id }, callable) => {
    const task = callable instanceof JavaObject ? callable.get('callable') : undefined;
    const file = callable instanceof JavaObject ? callable.get('filePath') : undefined;
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
