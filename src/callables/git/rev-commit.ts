/**
 * RevCommitRepositoryCallback {Build revToBuild}: the commit that is built, for its message in the log. JGit's classes:
 *
 *     ObjectId (20 bytes) < ObjectIdOwnerMap$Entry < RevObject {int flags}
 *       < RevCommit {int commitTime, inDegree; byte[] buffer; RevCommit[] parents; RevTree tree}
 *       < RevTree
 *
 * Their serialVersionUIDs are computed ones. They are those of JGit 6 and 7.
 */
import { JavaError } from '../../host/java-error.js';
import { declareClass } from '../../serial/declare.js';
import { arrayDesc, byteArray, objectArray } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { object, sha1 } from '../git-client/arguments.js';
import type { GitRun } from '../git-client/git-run.js';
import { OBJECT_ID } from '../git-client/values/object-id.js';

const ENTRY = declareClass({
  name: 'org.eclipse.jgit.lib.ObjectIdOwnerMap$Entry',
  suid: -3650801874292099527n,
  superclass: OBJECT_ID,
});

const REV_OBJECT = declareClass({
  name: 'org.eclipse.jgit.revwalk.RevObject',
  suid: 99620771947899148n,
  fields: { flags: 'I' },
  superclass: ENTRY,
});

const REV_TREE = declareClass({
  name: 'org.eclipse.jgit.revwalk.RevTree',
  suid: 8952480809292200450n,
  superclass: REV_OBJECT,
});

const REV_COMMIT = declareClass({
  name: 'org.eclipse.jgit.revwalk.RevCommit',
  suid: -2322859887881623567n,
  fields: {
    commitTime: 'I',
    inDegree: 'I',
    buffer: '[B',
    parents: '[Lorg/eclipse/jgit/revwalk/RevCommit;',
    tree: 'Lorg/eclipse/jgit/revwalk/RevTree;',
  },
  superclass: REV_OBJECT,
});

/** serialVersionUIDs of array classes are not compared. */
const REV_COMMITS = arrayDesc('[Lorg.eclipse.jgit.revwalk.RevCommit;', 0n);

/** RevObject.flags: the commit has been read. */
const PARSED = 1;

/** Throws MissingObjectException for a commit that is not there: the git plugin says so in the log and goes on. */
export async function revCommit(run: GitRun, self: JavaObject): Promise<JavaObject> {
  const id = sha1(object(object(self.get('revToBuild')).get('revision')).get('sha1'));
  const { status, stdout } = await run.quietly(['cat-file', 'commit', id]);
  if (status !== 0) throw missing(id);
  return parsedCommit(id, stdout);
}

export function missing(id: string): JavaError {
  return new JavaError('org.eclipse.jgit.errors.MissingObjectException', `Missing commit ${id}`);
}

/** @param buffer the commit as it is stored: headers, an empty line, the message */
export function parsedCommit(id: string, buffer: Buffer): JavaObject {
  const headers = buffer.toString('latin1').split('\n\n', 1)[0] ?? '';
  const tree = /^tree ([0-9a-f]{40})$/m.exec(headers)?.[1] ?? '';
  const time = /^committer .* (\d+) [-+]\d+$/m.exec(headers)?.[1] ?? '0';
  const parents = [...headers.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, parent = '']) => unparsedCommit(parent));
  return REV_COMMIT.create(
    {
      flags: PARSED,
      commitTime: Number(time),
      inDegree: 0,
      buffer: byteArray(buffer),
      parents: objectArray(parents, REV_COMMITS),
      tree: REV_TREE.create({ flags: 0 }, { sha1: tree }),
    },
    { sha1: id },
  );
}

function unparsedCommit(id: string): JavaObject {
  const unknown = { flags: 0, commitTime: 0, inDegree: 0, buffer: null, parents: null, tree: null };
  return REV_COMMIT.create(unknown, { sha1: id });
}
