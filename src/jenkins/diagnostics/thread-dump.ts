/**
 * The Thread Dump page. What a JVM's threads are to it, this agent's requests, processes and handles are to us: each is shown
 * in the form of hudson.Functions.dumpThreadInfo,
 *
 *     "name" Id=1 Group=main RUNNABLE
 *     <tab>-  detail
 *     <empty line>
 */
import { launchedProcesses } from '../../os/process/launched-processes.js';
import { linkedHashMap } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

const getThreadDump = callable({
  name: 'hudson.util.RemotingDiagnostics$GetThreadDump',
  run: (_self, context) => linkedHashMap(threadDump(context)),
});

export const threadDumpCallables = [getThreadDump] satisfies Declaration[];

/** Name -> text, names made different by what they stand for. */
export function threadDump({ channel }: Pick<CallableContext, 'channel'>): Map<string, string> {
  const requests = channel.runningRequests().map(({ id, description }) => ({
    name: `request for ${channel.name} id=${id}`,
    group: 'requests',
    details: [`running ${description}`],
  }));
  const processes = [...launchedProcesses().keys()].map((pid) => ({
    name: `process ${pid}`,
    group: 'processes',
    details: ['waiting for it to end'],
  }));
  const main = { name: 'main', group: 'main', details: activeResources() };
  const entries = [main, ...requests, ...processes];
  return new Map(entries.map(({ name, group, details }, index) => [name, entry(name, index + 1, group, details)]));
}

function entry(name: string, id: number, group: string, details: readonly string[]): string {
  return `"${name}" Id=${id} Group=${group} RUNNABLE\n${details.map((detail) => `\t-  ${detail}\n`).join('')}\n`;
}

/** What keeps the event loop going: `2 x TCPSocketWrap`. */
function activeResources(): string[] {
  const counts = new Map<string, number>();
  for (const resource of process.getActiveResourcesInfo()) counts.set(resource, (counts.get(resource) ?? 0) + 1);
  return [...counts].map(([resource, count]) => `${count} x ${resource}`);
}
