/** What the end of a connection takes along, and what goes on without it: for the log. */
import { launchedProcesses } from '../../os/process/launched-processes.js';
import { buildProcesses, labelOf } from './build-processes.js';

/** More would hide what else the log says. */
const SHOWN = 10;

/**
 * The processes that this agent has started and that end with its connection. At once, as whoever ends at once needs it.
 * @param agent default: whichever they are for
 * @returns `folder/job #12 (2 processes)` and so on; undefined when there are none
 */
export function whatEnds(agent?: string): string | undefined {
  const all = [...launchedProcesses().values()];
  const own = agent === undefined ? all : all.filter((variables) => belongsTo(agent, variables.get('NODE_NAME')));
  return list(own.map((variables) => labelOf((name) => variables.get(name))));
}

/** The processes that steps of Pipelines have left running, which whoever connects next under this name watches again. */
export async function whatGoesOn(agent: string): Promise<string | undefined> {
  const here = launchedProcesses();
  const all = await buildProcesses(new Set([agent]));
  return list(all.filter(({ pid }) => !here.has(pid)).map(({ label }) => label));
}

/** A process without the variable is one that a controller started for itself. */
function belongsTo(agent: string, node: string | undefined): boolean {
  return node === undefined || node === agent;
}

function list(labels: readonly string[]): string | undefined {
  if (labels.length === 0) return undefined;
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const texts = [...counts].map(([label, count]) => (count === 1 ? label : `${label} (${count} processes)`));
  const more = texts.length - SHOWN;
  return [...texts.slice(0, SHOWN), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
