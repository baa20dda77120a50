import { JavaError } from '../../java/java-error.js';
import type { JavaObject } from '../../serial/model.js';
import { optionalText } from '../git-client/arguments.js';
import type { GitRun } from '../git-client/git-run.js';
import { readRevCommit } from '../git/rev-commit.js';

/** RevCommitRepositoryCallback {String commit}: a commit by its name or anything that stands for one; null without. */
export async function commitOf(run: GitRun, self: JavaObject): Promise<JavaObject | null> {
  const commit = optionalText(self.get('commit'));
  if (commit === null || commit === '') return null;
  const isName = !commit.startsWith('-');
  const resolved = isName ? await run.quietly(['rev-parse', '--verify', '--quiet', `${commit}^{commit}`]) : null;
  // Repository.resolve gives null for what is not there, and RevWalk.parseCommit cannot take that.
  if (resolved?.status !== 0) throw new JavaError('java.lang.NullPointerException', null);
  return readRevCommit(run, resolved.stdout.toString().trim());
}
