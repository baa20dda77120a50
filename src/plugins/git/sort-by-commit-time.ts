/** Build choosers: revisions in the order in which their commits were made, oldest first. */
import { arrayList } from '../../serial/jdk.js';
import type { JavaObject, JavaValue } from '../../serial/model.js';
import type { GitRun } from '../git-client/git-run.js';
import { capturedRevisions, commitTimes } from './revisions.js';

export async function sortByCommitTime(run: GitRun, lambda: JavaObject): Promise<JavaValue> {
  const revisions = capturedRevisions(lambda);
  const sha1s = revisions.map(({ sha1 }) => sha1);
  const times = await commitTimes(run, sha1s);
  const sorted = revisions.toSorted((a, b) => (times.get(a.sha1) ?? 0) - (times.get(b.sha1) ?? 0));
  return arrayList(sorted.map(({ revision }) => revision));
}
