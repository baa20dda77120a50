/**
 * The one table of Java classes. Declarations live in folders (src/jenkins, src/plugins); an index, which is generated, tells in
 * which folder a class is, so that a folder is loaded when one of its classes is first met. Everything that a request names is
 * loaded before it runs: after that a class is looked up without waiting, and whether it is known is decided before anything
 * has happened.
 */
import type { Declaration, Declared, Kind } from './kinds.js';
import { useKnownFields } from './known-fields.js';
import type { KnownFields } from './known-fields.js';

/** A folder of declarations, and the Java classes that it declares. */
export interface ClassFolder {
  readonly classes: readonly string[];
  readonly load: () => Promise<{ readonly declarations: readonly Declaration[] }>;
  /** The fields that its classes have had, of plugins whose sources were compared. */
  readonly fields?: () => Promise<{ readonly fields: KnownFields }>;
}

const folders = new Map<string, ClassFolder>();
const loading = new Map<ClassFolder, Promise<void>>();
const declared = new Map<string, Declaration>();

/** Tells which classes there are. Twice with the same index changes nothing. Throws when two folders declare one class. */
export function useClassIndex(index: readonly ClassFolder[]): void {
  for (const folder of index) {
    for (const name of folder.classes) {
      const known = folders.get(name);
      if (known && known !== folder) throw new Error(`two folders declare ${name}`);
      folders.set(name, folder);
    }
  }
}

/** Loads the folders of these classes, so that `lookup` knows them. Classes of nobody's are passed over. */
export async function loadClasses(names: Iterable<string>): Promise<void> {
  let waiting: Promise<void>[] | undefined;
  for (const name of names) {
    if (declared.has(name)) continue;
    const folder = folders.get(name);
    if (folder) (waiting ??= []).push(load(folder));
  }
  if (waiting) await Promise.all(waiting);
}

/**
 * What implements a class, if it is of that kind.
 * @throws Error for a class whose folder has not been loaded: a defect of whoever did not call `loadClasses`
 */
export function lookup<K extends Kind>(kind: K, name: string): Declared<K> | undefined {
  const found = anyKind(name);
  return isOf(kind, found) ? found : undefined;
}

/** Whether a declaration is of a kind. */
export function isOf<K extends Kind>(
  kind: K,
  declaration: Declaration | undefined,
): declaration is Declaration & Declared<K> {
  return declaration?.kind === kind;
}

/** What implements a class, of whatever kind. */
export function anyKind(name: string): Declaration | undefined {
  const found = declared.get(name);
  if (!found && folders.has(name)) throw new Error(`${name} was looked up before its folder was loaded`);
  return found;
}

/** Everything there is, all folders loaded: for the tables in the documentation. */
export async function allDeclarations(): Promise<readonly Declaration[]> {
  await loadClasses(folders.keys());
  return [...declared.values()];
}

function load(folder: ClassFolder): Promise<void> {
  const started = loading.get(folder) ?? declareAll(folder);
  loading.set(folder, started);
  // One that failed (no file descriptors, say) is tried again by the next request.
  started.catch(() => loading.delete(folder));
  return started;
}

async function declareAll(folder: ClassFolder): Promise<void> {
  const [{ declarations }, known] = await Promise.all([folder.load(), folder.fields?.()]);
  if (known) useKnownFields(known.fields);
  for (const declaration of declarations) declared.set(declaration.name, declaration);
}
