/** `git maintenance run`, and what older versions have instead. */
import path from 'node:path';
import { boxBoolean } from '../../../serial/jdk.js';
import { text } from '../arguments.js';
import { gitException, isGitException } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { atLeast } from '../version.js';
import type { MethodTable } from './method.js';

export const maintenanceMethods: MethodTable = {
  'maintenance(String)': async (run, [task]) => boxBoolean(await maintenance(run, text(task))),
};

/** Whether the task could be done. */
async function maintenance(run: GitRun, task: string): Promise<boolean> {
  const name = path.basename(run.workspace);
  try {
    await run.log(`Git maintenance ${task} started on ${name}`);
    const started = Date.now();
    if (await atLeast(run, 2, 30)) await run.git('maintenance', 'run', `--task=${task}`);
    else await legacyTask(run, task);
    await run.log(`Git maintenance task ${task} finished on ${name} in ${Date.now() - started}ms.`);
    return true;
  } catch (error) {
    if (!isGitException(error)) throw error;
    await run.log(`Error executing ${task} maintenance task`);
    await run.log(`Mainteance task ${task} error message: ${error.message}`);
    return false;
  }
}

async function legacyTask(run: GitRun, task: string): Promise<void> {
  switch (task) {
    case 'gc':
      await run.git('gc', '--auto');
      return;
    case 'commit-graph':
      if (await atLeast(run, 2, 19)) await run.git('commit-graph', 'write');
      else await run.log('Error executing commit-graph maintenance task');
      return;
    case 'incremental-repack':
      if (await atLeast(run, 2, 25)) {
        await run.git('multi-pack-index', 'expire');
        await run.git('multi-pack-index', 'repack');
      } else await run.log('Error executing incremental-repack maintenance task');
      return;
    default: {
      const message = `Invalid legacy git maintenance task ${task}.`;
      await run.log(message);
      throw gitException(message);
    }
  }
}
