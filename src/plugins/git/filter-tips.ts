/**
 * GitUtils.filterTipBranches: of several revisions those that no other one contains. Of two on the same commit the first
 * stays. Captured: the list l, and the collection it was copied from.
 */
import { defaultCharset } from '../../java/charsets/charset.js';
import { arrayList } from '../../serial/jdk.js';
import type { JavaObject, JavaValue } from '../../serial/model.js';
import { gitException } from '../git-client/errors.js';
import type { GitRun } from '../git-client/git-run.js';
import { lines } from '../git-client/output.js';
import { capturedRevisions } from './revisions.js';

export async function filterTips(run: GitRun, lambda: JavaObject): Promise<JavaValue> {
  const revisions = capturedRevisions(lambda);
  const sha1s = [...new Set(revisions.map(({ sha1 }) => sha1))];
  const tips = await independent(run, sha1s);
  const kept = sha1s
    .filter((sha1) => tips.has(sha1))
    .flatMap((sha1) => revisions.find((one) => one.sha1 === sha1) ?? []);
  return arrayList(kept.map(({ revision }) => revision));
}

async function independent(run: GitRun, sha1s: readonly string[]): Promise<Set<string>> {
  if (sha1s.length < 2) return new Set(sha1s);
  const { status, stdout, stderr } = await run.quietly(['merge-base', '--independent', ...sha1s]);
  if (status !== 0) throw gitException(defaultCharset.decode(stderr).trim());
  return new Set(lines(defaultCharset.decode(stdout)));
}
