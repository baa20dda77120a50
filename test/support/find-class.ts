/** Looks classes up, and runs callables, as a request does that names them. */
import { isOf, loadClasses, lookup, anyKind } from '../../src/callables/lookup.js';
import type { CallableContext } from '../../src/callables/callable.js';
import type { Declared, Kind } from '../../src/callables/kinds.js';
import { findRemoteRefs } from '../../src/remoting/remote-refs.js';
import type { JavaObject, JavaValue } from '../../src/serial/model.js';

/** What implements a Java class; undefined when it is not of that kind, or there is none. */
export async function findClass<K extends Kind>(kind: K, name: string): Promise<Declared<K> | undefined> {
  await loadClasses([name]);
  return lookup(kind, name);
}

/** Loads what is known of the classes of everything in a value, as the dispatcher does before a request runs. */
export function loadClassesOf(value: JavaValue): Promise<void> {
  return loadClasses(findRemoteRefs(value).classNames);
}

/** Runs a callable, or a file callable on a path, with whatever is in it. */
export async function runClass(request: JavaObject, call: CallableContext, path = ''): Promise<JavaValue> {
  await loadClassesOf(request);
  const found = anyKind(request.className);
  if (isOf('callable', found)) return found.run(request, call);
  if (isOf('fileCallable', found)) return found.run(request, path, call);
  throw new Error(`there is no callable ${request.className}`);
}
