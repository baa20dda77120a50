/** The envelopes of file callables: how one is found in what came, and run on the path that came with it. */
import { JavaError } from '../../java/java-error.js';
import { javaFile } from '../../java/path.js';
import type { JavaObject, JavaValue } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { implementation, unwrapInterceptors } from '../../callables/dispatch.js';
import { remoteOf } from './file-path-value.js';

/**
 * hudson.FilePath$FileCallableWrapper {FileCallable callable, FilePath filePath}: what FilePath.act sends. An interruption
 * comes out as FilePath$TunneledInterruptedException, which the controller turns back.
 */
export const filePathWrapper = callable({
  name: 'hudson.FilePath$FileCallableWrapper',
  run: async (_self, context, wrapper) => {
    const task = unwrapInterceptors(wrapper.get('callable'));
    const path = remoteOf(wrapper.get('filePath'), `${wrapper.className}.filePath`);
    try {
      return await runOn(path, task, context);
    } catch (error) {
      if (!isInterruption(error)) throw error;
      throw new JavaError('hudson.FilePath$TunneledInterruptedException', error.toString(), { cause: error });
    }
  },
});

/** hudson.FilePath$CallableWith {FileCallable task, FilePath this$0}: what FilePath.asCallableWith makes (disk space monitors). */
export const callableWith = callable({
  name: 'hudson.FilePath$CallableWith',
  run: async (_self, context, wrapper) => {
    const path = remoteOf(wrapper.get('this$0'), `${wrapper.className}.this$0`);
    try {
      return await runOn(path, unwrapInterceptors(wrapper.get('task')), context);
    } catch (error) {
      if (!isInterruption(error)) throw error;
      throw new JavaError('java.io.InterruptedIOException', null, { cause: error });
    }
  },
});

async function runOn(path: string, task: JavaObject, context: CallableContext): Promise<JavaValue> {
  return implementation('fileCallable', task, context).run(task, javaFile(path), context);
}

/** java.lang.InterruptedException and what of its subclasses a file callable throws (ValidateAntFileMask over its bound). */
const INTERRUPTIONS = new Set(['java.lang.InterruptedException', 'hudson.FilePath$FileMaskNoMatchesFoundException']);

function isInterruption(error: unknown): error is JavaError {
  return error instanceof JavaError && INTERRUPTIONS.has(error.javaClass);
}
