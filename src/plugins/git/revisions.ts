/** hudson.plugins.git.Revision {Collection<Branch> branches, ObjectId sha1} as callbacks get them, and what commits they mean. */
import { defaultCharset } from '../../java/charsets/charset.js';
import { JavaError } from '../../java/java-error.js';
import { listValues } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { gitException } from '../git-client/errors.js';
import type { GitRun } from '../git-client/git-run.js';
import { lines } from '../git-client/output.js';
import { sha1Of } from '../git-client/values/object-id.js';

export interface RevisionOf {
  /** As it came, to be sent back. */
  readonly revision: JavaObject;
  readonly sha1: string;
}

/** The first collection among what a lambda captured. */
export function capturedRevisions(lambda: JavaObject): RevisionOf[] {
  for (const captured of listValues(lambda.get('capturedArgs') ?? null)) {
    if (captured instanceof JavaObject && /^java\.util\./.test(captured.className)) return revisions(captured);
  }
  throw new JavaError('java.io.InvalidObjectException', 'the lambda captured no revisions');
}

function revisions(collection: JavaValue): RevisionOf[] {
  return listValues(collection).map((revision) => {
    const sha1 = revision instanceof JavaObject ? sha1Of(revision.get('sha1')) : null;
    if (sha1 !== null && revision instanceof JavaObject) return { revision, sha1 };
    throw new JavaError('java.io.InvalidObjectException', 'expected a Revision');
  });
}

/** When each commit was made, in seconds. Throws GitException when one is missing. */
export async function commitTimes(run: GitRun, sha1s: readonly string[]): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  if (sha1s.length === 0) return times;
  const args = ['log', '--no-walk=unsorted', '--format=%H %ct', ...new Set(sha1s)];
  const { status, stdout, stderr } = await run.quietly(args);
  if (status !== 0) throw gitException(defaultCharset.decode(stderr).trim());
  for (const line of lines(defaultCharset.decode(stdout))) times.set(line.slice(0, 40), Number(line.slice(41)));
  return times;
}
