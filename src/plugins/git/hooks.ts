/** Hooks of the repository, which a build could otherwise have others run: core.hooksPath. */
import path from 'node:path';
import { defaultCharset } from '../../java/charsets/charset.js';
import { fileExists } from '../../os/files/attributes.js';
import { ioError } from '../../java/java-error.js';
import type { JavaError } from '../../java/java-error.js';
import { gitException, gitExceptionOf, lockFailed } from '../git-client/errors.js';
import type { GitRun } from '../git-client/git-run.js';

const NOWHERE = process.platform === 'win32' ? 'NUL:' : '/dev/null';

/** jenkins.plugins.git.DisableHooks */
export async function disableHooks(run: GitRun): Promise<null> {
  await config(run, ['core.hooksPath', NOWHERE], [0]);
  return null;
}

/** jenkins.plugins.git.UnsetHooks: undoes the above; a path that somebody else has set stays. */
export async function unsetHooks(run: GitRun): Promise<null> {
  const current = await config(run, ['--get', 'core.hooksPath'], [0, 1]);
  if (current === '') return null;
  if (current === '/dev/null' || current === 'NUL:') {
    await config(run, ['--unset-all', 'core.hooksPath'], [0]);
    return null;
  }
  const text = `core.hooksPath explicitly set to ${current} and will be left intact on ${run.workspace}.`;
  run.client.settings.agent.logger.log('WARNING', 'jenkins.plugins.git.UnsetHooks invoke', text);
  return null;
}

async function config(run: GitRun, args: readonly string[], expected: readonly number[]): Promise<string> {
  const { status, stdout, stderr } = await run.quietly(['config', '--local', ...args]);
  if (expected.includes(status)) return defaultCharset.decode(stdout).trim();
  throw await configFailed(run, `git config ${args.join(' ')} failed: ${defaultCharset.decode(stderr).trim()}`);
}

/**
 * The official agent does this with JGit, and so fails as JGit does: another process has locked the file, or has left its lock;
 * nobody can read the file. What git says of that is the cause.
 */
async function configFailed(run: GitRun, problem: string): Promise<JavaError> {
  const { status, stdout } = await run.quietly(['rev-parse', '--git-path', 'config']);
  if (status !== 0) return gitExceptionOf(ioError('Unknown repository format', { cause: gitException(problem) }));
  const file = path.resolve(run.workspace, defaultCharset.decode(stdout).trim());
  return (await fileExists(`${file}.lock`)) ? lockFailed(file) : gitException(problem);
}
