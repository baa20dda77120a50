/** Lists of artifacts that an artifact manager keeps on this machine: hudson.model.Run$AddArtifacts. */
import { fileLength, isDirectory, isRegularFile } from '../../../os/files/attributes.js';
import { childFile } from '../../../java/path.js';
import { listNames } from '../../../os/files/directories.js';
import { declareClass } from '../../../serial/declare.js';
import { ARRAY_LIST, linkedHashMap } from '../../../serial/jdk.js';
import type { JavaObject } from '../../../serial/model.js';
import { callable } from '../../../callables/callable.js';
import type { Declaration } from '../../../callables/kinds.js';
import { int } from '../../../callables/shape.js';
import { rawEncode } from './raw-encode.js';
import { virtualFile } from './virtual-file.js';

const addArtifacts = callable({
  name: 'hudson.model.Run$AddArtifacts',
  fields: { artifactsNumber: int, root: virtualFile },
  run: async ({ artifactsNumber, root }, { signal }) => {
    const found = new Artifacts(signal);
    await found.addBelow({ directory: root.path, path: '', href: '' }, undefined, artifactsNumber);
    return found.toJava();
  },
});

const ARTIFACT = declareClass({
  name: 'hudson.model.Run$SerializableArtifact',
  suid: 1n,
  fields: {
    href: 'Ljava/lang/String;',
    length: 'Ljava/lang/String;',
    name: 'Ljava/lang/String;',
    relativePath: 'Ljava/lang/String;',
    treeNodeId: 'Ljava/lang/String;',
  },
});

/** Its tree holds directories and files, each with the id of its parent; the list itself holds files only. */
const ARTIFACT_LIST = declareClass({
  name: 'hudson.model.Run$SerializableArtifactList',
  suid: 1n,
  fields: { idSeq: 'I', tree: 'Ljava/util/LinkedHashMap;' },
  superclass: ARRAY_LIST,
});

interface Node {
  readonly name: string;
  readonly relativePath: string;
  /** Null for a directory. */
  readonly href: string | null;
  readonly length: string;
  readonly treeNodeId: string;
}

interface Place {
  readonly directory: string;
  readonly path: string;
  readonly href: string;
}

class Artifacts {
  readonly #files: Node[] = [];
  readonly #tree = new Map<Node, string | null>();
  #lastId = 0;

  constructor(private readonly signal: AbortSignal) {}

  /** Adds what is below a directory until `limit` files are found; returns how many were. */
  async addBelow({ directory, path, href }: Place, parent: Node | undefined, limit: number): Promise<number> {
    const names = [...((await listNames(directory)) ?? [])].sort(ignoringCase);
    let count = 0;
    for (const name of names) {
      this.signal.throwIfAborted();
      const file = childFile(directory, name);
      const isFolder = await isDirectory(file);
      const child = { directory: file, path: path + name, href: href + rawEncode(name) };
      const length = (await isRegularFile(file)) ? String(await fileLength(file)) : '';
      const entry = { name, relativePath: child.path, href: isFolder ? null : child.href, length };
      // A directory with a single child is shown as one entry with it.
      const collapsed = names.length === 1 ? parent : undefined;
      const node = collapsed ? this.#collapse(collapsed, entry) : this.#put(entry, parent);
      if (isFolder) {
        count += await this.addBelow({ ...child, path: `${child.path}/`, href: `${child.href}/` }, node, limit - count);
      } else {
        this.#files.push(collapsed ? { ...node, name } : node);
        count++;
      }
      if (count >= limit) break;
    }
    return count;
  }

  toJava(): JavaObject {
    const objects = new Map<Node, JavaObject>();
    const toJava = (node: Node) => {
      const object = objects.get(node) ?? ARTIFACT.create(node);
      objects.set(node, object);
      return object;
    };
    const elements = this.#files.map(toJava);
    const tree = linkedHashMap([...this.#tree].map(([node, parent]) => [toJava(node), parent] as const));
    return ARTIFACT_LIST.create({ size: elements.length, idSeq: this.#lastId, tree }, { elements });
  }

  #put(entry: Omit<Node, 'treeNodeId'>, parent: Node | undefined): Node {
    const node = { ...entry, treeNodeId: `n${++this.#lastId}` };
    this.#tree.set(node, parent?.treeNodeId ?? null);
    return node;
  }

  #collapse(parent: Node, entry: Omit<Node, 'treeNodeId'>): Node {
    const node = { ...entry, name: `${parent.name}/${entry.name}`, treeNodeId: parent.treeNodeId };
    const above = this.#tree.get(parent) ?? null;
    this.#tree.delete(parent);
    this.#tree.set(node, above);
    return node;
  }
}

/** String.compareToIgnoreCase, and then as listed. */
function ignoringCase(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.toUpperCase().toLowerCase()) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

export const artifactListCallables = [addArtifacts] satisfies Declaration[];
