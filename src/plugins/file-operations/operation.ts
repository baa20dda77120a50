import { JavaError } from '../../java/java-error.js';
import { normalizeRemote, remoteChild } from '../../java/remote-path.js';
import { boxBoolean } from '../../serial/jdk.js';
import { isThrowableA } from '../../serial/throwables.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declared } from '../../callables/kinds.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Listener } from '../../jenkins/listener/listener.js';
import { reporting } from '../../jenkins/listener/reporting.js';
import { listenerField } from '../../jenkins/listener/task-listener.js';
import type { Shape, Shaped } from '../../callables/shape.js';

/** What an operation works with. */
export interface Operation {
  /** The workspace, as FilePath.getRemote() has it. */
  readonly workspace: string;
  /** `new FilePath(workspace, path)` */
  readonly child: (path: string) => string;
  readonly listener: Listener;
  readonly context: CallableContext;
}

/**
 * sp.sd.fileoperations.*Operation$TargetFileCallable: beside its own fields { TaskListener listener }. Answers whether the
 * operation succeeded. A checked exception is reported and means no; an unchecked one is reported, too, and thrown.
 */
export function operation<S extends Shape>(
  name: string,
  fields: S,
  run: (self: Shaped<S>, operation: Operation) => Promise<boolean>,
): Declared<'fileCallable'> {
  const all: S & { listener: typeof listenerField } = { ...fields, listener: listenerField };
  return fileCallable({
    name: `sp.sd.fileoperations.${name}Operation$TargetFileCallable`,
    fields: all,
    run: (self, path, context) =>
      reporting(self.listener as Listener, context, async (listener) => {
        const workspace = normalizeRemote(path);
        const child = (relative: string): string => remoteChild(workspace, relative);
        const attempt = run(self, { workspace, child, listener, context });
        return boxBoolean(await reported(attempt, listener, context.signal));
      }),
  });
}

/** What Java's clauses `catch (RuntimeException e)` and `catch (Exception e)` of these operations do. */
export async function reported(attempt: Promise<boolean>, listener: Listener, signal: AbortSignal): Promise<boolean> {
  try {
    return await attempt;
  } catch (error) {
    if (!(error instanceof JavaError) || signal.aborted || isThrowableA(error.javaClass, 'java.lang.Error'))
      throw error;
    await listener.fatalError(error.javaMessage ?? 'null');
    if (isThrowableA(error.javaClass, 'java.lang.RuntimeException')) throw error;
    return false;
  }
}
