/** The envelopes of file callables: how one is found in what came, and run on the path that came with it. */
import { JavaError } from '../../java/java-error.js';
import { javaFile } from '../../java/path.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { AnyCallable, Callable, CallableContext } from '../../callables/callable.js';
import { remoteOf } from './file-path-value.js';

/** Finds the implementation of a class. */
export type Lookup = (className: string) => AnyCallable | undefined | Promise<AnyCallable | undefined>;

/** Makes the error for a class that has none; `found` is what the lookup gave when it is of the wrong kind. */
export type UnknownCallable = (callable: JavaObject, found: AnyCallable | undefined, context: CallableContext) => Error;

const WRAPPER = 'hudson.FilePath$FileCallableWrapper';

/**
 * hudson.FilePath$FileCallableWrapper {FileCallable callable, FilePath filePath}: what FilePath.act sends. An interruption
 * comes out as FilePath$TunneledInterruptedException, which the controller turns back.
 */
export function filePathWrapper(lookup: Lookup, unknown: UnknownCallable = unknownCallable): Callable {
  return {
    kind: 'callable',
    name: WRAPPER,
    run: async (wrapper, context) => {
      const task = unwrapInterceptors(wrapper.get('callable'));
      const path = remoteOf(wrapper.get('filePath'), `${WRAPPER}.filePath`);
      try {
        return await runOn(path, task, context, lookup, unknown);
      } catch (error) {
        if (!isInterruption(error)) throw error;
        throw new JavaError('hudson.FilePath$TunneledInterruptedException', error.toString(), { cause: error });
      }
    },
  };
}

/** hudson.FilePath$CallableWith {FileCallable task, FilePath this$0}: what FilePath.asCallableWith makes (disk space monitors). */
export function callableWith(lookup: Lookup, unknown: UnknownCallable = unknownCallable): Callable {
  return callable({
    name: 'hudson.FilePath$CallableWith',
    run: async (_self, context, object) => {
      const path = remoteOf(object.get('this$0'), `${object.className}.this$0`);
      try {
        return await runOn(path, unwrapInterceptors(object.get('task')), context, lookup, unknown);
      } catch (error) {
        if (!isInterruption(error)) throw error;
        throw new JavaError('java.io.InterruptedIOException', null, { cause: error });
      }
    },
  });
}

/**
 * The callable inside the interceptors that plugins put around it (FilePath$AbstractInterceptorCallableWrapper and whatever
 * looks like one: an object of some other class with a field `callable`). What they do before and after is not done.
 */
export function unwrapInterceptors(value: JavaValue | undefined): JavaObject {
  let at = value;
  // What wraps itself, directly or not, ends where it began.
  const seen = new Set<JavaValue>();
  while (at instanceof JavaObject && at.className !== WRAPPER && !seen.has(at)) {
    seen.add(at);
    const inner: JavaValue | undefined = at.get('callable');
    if (!(inner instanceof JavaObject)) break;
    at = inner;
  }
  if (at instanceof JavaObject) return at;
  throw new JavaError('java.io.InvalidObjectException', 'The request holds no callable');
}

async function runOn(
  path: string,
  task: JavaObject,
  context: CallableContext,
  lookup: Lookup,
  unknown: UnknownCallable,
): Promise<JavaValue> {
  const implementation = await lookup(task.className);
  if (implementation?.kind !== 'fileCallable') throw unknown(task, implementation, context);
  return implementation.run(task, javaFile(path), context);
}

/** java.lang.InterruptedException and what of its subclasses a file callable throws (ValidateAntFileMask over its bound). */
const INTERRUPTIONS = new Set(['java.lang.InterruptedException', 'hudson.FilePath$FileMaskNoMatchesFoundException']);

function isInterruption(error: unknown): error is JavaError {
  return error instanceof JavaError && INTERRUPTIONS.has(error.javaClass);
}

function unknownCallable(task: JavaObject): JavaError {
  return new JavaError('java.lang.ClassNotFoundException', `${task.className} is not known to this agent`);
}
