/** What listings answer: hudson.plugins.git.GitObject and its subclasses, and IndexEntry. */
import { declareClass } from '../../../serial/declare.js';
import type { JavaObject } from '../../../serial/model.js';
import { objectId } from './object-id.js';

const GIT_OBJECT = declareClass({
  name: 'hudson.plugins.git.GitObject',
  suid: 1n,
  fields: { name: 'Ljava/lang/String;', sha1: 'Lorg/eclipse/jgit/lib/ObjectId;' },
});

const BRANCH = declareClass({ name: 'hudson.plugins.git.Branch', suid: 1n, superclass: GIT_OBJECT });

const TAG = declareClass({
  name: 'hudson.plugins.git.Tag',
  suid: 1n,
  fields: { commitMessage: 'Ljava/lang/String;', commitSHA1: 'Ljava/lang/String;' },
  superclass: GIT_OBJECT,
});

const INDEX_ENTRY = declareClass({
  name: 'hudson.plugins.git.IndexEntry',
  suid: 1n,
  fields: {
    file: 'Ljava/lang/String;',
    mode: 'Ljava/lang/String;',
    object: 'Ljava/lang/String;',
    type: 'Ljava/lang/String;',
  },
});

/** A name and the SHA-1 that it stands for. */
export interface NamedId {
  readonly name: string;
  readonly sha1: string;
}

/** A line of `git ls-tree`. */
export interface TreeEntry {
  readonly mode: string;
  readonly type: string;
  readonly object: string;
  readonly file: string;
}

export const gitObject = ({ name, sha1 }: NamedId): JavaObject => GIT_OBJECT.create({ name, sha1: objectId(sha1) });

export const branch = ({ name, sha1 }: NamedId): JavaObject => BRANCH.create({ name, sha1: objectId(sha1) });

export const tag = ({ name, sha1 }: NamedId): JavaObject =>
  TAG.create({ name, sha1: objectId(sha1), commitMessage: null, commitSHA1: null });

export const indexEntry = (entry: TreeEntry): JavaObject => INDEX_ENTRY.create({ ...entry });
