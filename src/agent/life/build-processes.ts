/**
 * Processes of builds that run on this machine now: those that we started, and those that steps of Pipelines have left
 * running behind us. The latter are known by their environment, which only Linux tells.
 */
import type { EnvVars } from '../../os/process/environment.js';
import { launchedProcesses } from '../../os/process/launched-processes.js';
import { parseEnviron, processIds, readProcessFile } from '../../os/process/process-tree/proc-files.js';

const NOBODY: ReadonlySet<string> = new Set();

export interface BuildProcess {
  readonly pid: number;
  /** `folder/job #12`, or what else tells a person what it is. */
  readonly label: string;
}

/**
 * @param agents names of the agents whose builds are meant
 * @param others names of the other agents of this process
 */
export async function buildProcesses(
  agents: ReadonlySet<string>,
  others: ReadonlySet<string> = NOBODY,
): Promise<BuildProcess[]> {
  const found = new Map<number, BuildProcess>();
  for (const [pid, variables] of launchedProcesses()) {
    // What does not say which agent it is for may be for any.
    const isOfOthers = others.has(variables.get('NODE_NAME') ?? '');
    if (!isOfOthers) found.set(pid, { pid, label: labelOf((name) => variables.get(name)) });
  }
  for (const pid of process.platform === 'linux' ? await processIds() : []) {
    const variables = found.has(pid) || pid === process.pid ? undefined : await environmentOf(pid);
    if (variables && belongsTo(variables, agents))
      found.set(pid, { pid, label: labelOf((name) => variables.get(name)) });
  }
  return [...found.values()];
}

/** What a build was told to leave running is nobody's any more (hudson.util.ProcessTree). */
function belongsTo(variables: EnvVars, agents: ReadonlySet<string>): boolean {
  if (variables.get('BUILD_ID') === 'dontKillMe' || variables.get('JENKINS_NODE_COOKIE') === 'dontKillMe') return false;
  return variables.has('JENKINS_SERVER_COOKIE') && agents.has(variables.get('NODE_NAME') ?? '');
}

/** `folder/job #12` of the build that a process with these variables is of; undefined: of none that can be told. */
export function buildOf(variables: Pick<ReadonlyMap<string, string>, 'get'>): string | undefined {
  const [job, number] = [variables.get('JOB_NAME'), variables.get('BUILD_NUMBER')];
  return job === undefined || number === undefined ? undefined : `${job} #${number}`;
}

export function labelOf(get: (name: string) => string | undefined): string {
  const [job, number] = [get('JOB_NAME'), get('BUILD_NUMBER')];
  return job === undefined ? 'a process' : number === undefined ? job : `${job} #${number}`;
}

/** Undefined when it has ended, or is not ours to look into. */
async function environmentOf(pid: number): Promise<EnvVars | undefined> {
  const environ = await readProcessFile(pid, 'environ');
  return environ === undefined ? undefined : parseEnviron(environ);
}
