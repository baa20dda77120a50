/** Looks classes up, and runs callables, as a request does that names them. */
import { isOf, loadClasses, lookup, anyKind } from '../../src/callables/lookup.js';
import type { CallableContext } from '../../src/callables/callable.js';
import type { Declared, Kind } from '../../src/callables/kinds.js';
import { JavaError } from '../../src/java/java-error.js';
import { declareClass } from '../../src/serial/declare.js';
import { findRemoteRefs } from '../../src/remoting/remote-refs.js';
import type { JavaObject, JavaValue } from '../../src/serial/model.js';
import { ChannelCall } from './channel-call.js';

/** What implements a Java class; undefined when it is not of that kind, or there is none. */
export async function findClass<K extends Kind>(kind: K, name: string): Promise<Declared<K> | undefined> {
  await loadClasses([name]);
  return lookup(kind, name);
}

/** Loads what is known of the classes of everything in a value, as the dispatcher does before a request runs. */
export function loadClassesOf(value: JavaValue): Promise<void> {
  return loadClasses(findRemoteRefs(value).classNames);
}

/**
 * Runs a callable, or a file callable on a path, with whatever is in it: over the channels of a ChannelCall as its controller
 * sends it, else with the call as it is.
 */
export async function runClass(request: JavaObject, call: CallableContext, path = ''): Promise<JavaValue> {
  await loadClassesOf(request);
  const found = anyKind(request.className);
  if (call instanceof ChannelCall) return isOf('fileCallable', found) ? act(request, path, call) : call.run(request);
  if (isOf('callable', found)) return found.run(request, call);
  if (isOf('fileCallable', found)) return found.run(request, path, call);
  throw new Error(`there is no callable ${request.className}`);
}

const WRAPPER = declareClass({
  name: 'hudson.FilePath$FileCallableWrapper',
  suid: 1n,
  fields: { callable: 'Lhudson/FilePath$FileCallable;', filePath: 'Lhudson/FilePath;' },
});

const FILE_PATH = declareClass({
  name: 'hudson.FilePath',
  suid: 1n,
  fields: { remote: 'Ljava/lang/String;', urlFactory: 'Lhudson/FilePath$UrlFactory;' },
  custom: () => [Buffer.of(0)],
});

/** hudson.FilePath.act: an interruption comes in a wrapping of its own and out of it again. */
async function act(callable: JavaObject, path: string, call: ChannelCall): Promise<JavaValue> {
  try {
    return await call.run(WRAPPER.create({ callable, filePath: FILE_PATH.create({ remote: path, urlFactory: null }) }));
  } catch (error) {
    const isTunnel = error instanceof JavaError && error.javaClass === 'hudson.FilePath$TunneledInterruptedException';
    throw isTunnel ? error.cause : error;
  }
}
