/**
 * AncestryBuildChooser {Integer maximumAgeInDays, String ancestorCommitSha1}: of several revisions those that are young enough
 * and have a certain commit among their ancestors. Captured: the chooser, and the revisions.
 */
import { defaultCharset } from '../../java/charsets/charset.js';
import { arrayList, listValues, unbox } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { gitException } from '../git-client/errors.js';
import type { GitRun } from '../git-client/git-run.js';
import { checkedSha1 } from '../git-client/values/object-id.js';
import { capturedRevisions, commitTimes } from './revisions.js';

const CHOOSER = 'hudson.plugins.git.util.AncestryBuildChooser';

export async function filterByAncestry(run: GitRun, lambda: JavaObject): Promise<JavaValue> {
  const { maximumAge, ancestor } = settingsOf(lambda);
  const revisions = capturedRevisions(lambda);
  const sha1s = revisions.map(({ sha1 }) => sha1);
  const times = await commitTimes(run, sha1s);
  const oldest = maximumAge === null ? -Infinity : startOfDay(maximumAge);
  const kept: JavaObject[] = [];
  for (const { revision, sha1 } of revisions) {
    const youngEnough = (times.get(sha1) ?? 0) * 1000 > oldest;
    if (youngEnough && (ancestor === null || (await contains(run, ancestor, sha1)))) kept.push(revision);
  }
  return arrayList(kept);
}

function settingsOf(lambda: JavaObject): { maximumAge: number | null; ancestor: string | null } {
  const chooser = listValues(lambda.get('capturedArgs') ?? null).find(
    (captured): captured is JavaObject => captured instanceof JavaObject && captured.isA(CHOOSER),
  );
  const [age, sha1] = [chooser?.get('maximumAgeInDays') ?? null, chooser?.get('ancestorCommitSha1')];
  const days = age === null ? -1 : Number(unbox(age));
  const ancestor = typeof sha1 === 'string' && sha1 !== '' ? checkedSha1(sha1) : null;
  return { maximumAge: days >= 0 ? days : null, ancestor };
}

/** Midnight, so many days ago, in local time. */
function startOfDay(daysAgo: number): number {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo).getTime();
}

async function contains(run: GitRun, ancestor: string, commit: string): Promise<boolean> {
  const { status, stderr } = await run.quietly(['merge-base', '--is-ancestor', ancestor, commit]);
  if (status > 1) throw gitException(defaultCharset.decode(stderr).trim());
  return status === 0;
}
