/**
 * RevCommitRepositoryCallback {Build revToBuild}: the commit that is built, for its message in the log. JGit's classes:
 *
 *     ObjectId (20 bytes) < ObjectIdOwnerMap$Entry < RevObject {int flags}
 *       < RevCommit {int commitTime, inDegree; byte[] buffer; RevCommit[] parents; RevTree tree}
 *       < RevTree
 *
 * Their serialVersionUIDs are computed ones.
 */
import { JavaError } from '../../java/java-error.js';
import { declareClass } from '../../serial/declare.js';
import { arrayDesc, byteArray, objectArray } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { serialVersionUid } from '../../serial/serial-version-uid.js';
import { object, sha1 } from '../git-client/arguments.js';
import type { GitRun } from '../git-client/git-run.js';
import { OBJECT_ID } from '../git-client/values/object-id.js';

const NAMES = {
  entry: 'org.eclipse.jgit.lib.ObjectIdOwnerMap$Entry',
  object: 'org.eclipse.jgit.revwalk.RevObject',
  tree: 'org.eclipse.jgit.revwalk.RevTree',
  commit: 'org.eclipse.jgit.revwalk.RevCommit',
};

type Uids = Readonly<Record<keyof typeof NAMES, bigint>>;

/** Those of JGit 6.10 to 7. */
const KNOWN_UIDS: Uids = {
  entry: -3650801874292099527n,
  object: 99620771947899148n,
  tree: 8952480809292200450n,
  commit: -2322859887881623567n,
};

/** Every version of JGit has others: the controller's own classes tell; those of a controller that serves none are assumed. */
async function controllersUids({ client, call }: GitRun): Promise<Uids> {
  const uids = { ...KNOWN_UIDS };
  for (const key of Object.keys(NAMES) as (keyof typeof NAMES)[]) {
    const classFile = await client.settings.agent.controllerClass(NAMES[key], call);
    if (classFile) uids[key] = serialVersionUid(classFile);
  }
  return uids;
}

function declareClasses(uids: Uids) {
  const entry = declareClass({ name: NAMES.entry, suid: uids.entry, superclass: OBJECT_ID });
  const object = declareClass({ name: NAMES.object, suid: uids.object, fields: { flags: 'I' }, superclass: entry });
  const tree = declareClass({ name: NAMES.tree, suid: uids.tree, superclass: object });
  const commit = declareClass({
    name: NAMES.commit,
    suid: uids.commit,
    fields: {
      commitTime: 'I',
      inDegree: 'I',
      buffer: '[B',
      parents: '[Lorg/eclipse/jgit/revwalk/RevCommit;',
      tree: 'Lorg/eclipse/jgit/revwalk/RevTree;',
    },
    superclass: object,
  });
  return { tree, commit };
}

/** serialVersionUIDs of array classes are not compared. */
const REV_COMMITS = arrayDesc('[Lorg.eclipse.jgit.revwalk.RevCommit;', 0n);

/** RevObject.flags: the commit has been read. */
const PARSED = 1;

/** Throws MissingObjectException for a commit that is not there: the git plugin says so in the log and goes on. */
export function revCommit(run: GitRun, self: JavaObject): Promise<JavaObject> {
  return readRevCommit(run, sha1(object(object(self.get('revToBuild')).get('revision')).get('sha1')));
}

/** RevWalk.parseCommit. Throws MissingObjectException for a commit that is not there. */
export async function readRevCommit(run: GitRun, id: string): Promise<JavaObject> {
  const { status, stdout } = await run.quietly(['cat-file', 'commit', id]);
  if (status === 0) return parsedCommit(id, stdout, await controllersUids(run));
  throw new JavaError('org.eclipse.jgit.errors.MissingObjectException', `Missing commit ${id}`);
}

/** @param buffer the commit as it is stored: headers, an empty line, the message */
function parsedCommit(id: string, buffer: Buffer, uids: Uids): JavaObject {
  const classes = declareClasses(uids);
  const headers = buffer.toString('latin1').split('\n\n', 1)[0] ?? '';
  const tree = /^tree ([0-9a-f]{40})$/m.exec(headers)?.[1] ?? '';
  const time = /^committer .* (\d+) [-+]\d+$/m.exec(headers)?.[1] ?? '0';
  const unknown = { flags: 0, commitTime: 0, inDegree: 0, buffer: null, parents: null, tree: null };
  const parents = [...headers.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, parent]) =>
    classes.commit.create(unknown, { sha1: parent }),
  );
  return classes.commit.create(
    {
      flags: PARSED,
      commitTime: Number(time),
      inDegree: 0,
      buffer: byteArray(buffer),
      parents: objectArray(parents, REV_COMMITS),
      tree: classes.tree.create({ flags: 0 }, { sha1: tree }),
    },
    { sha1: id },
  );
}
