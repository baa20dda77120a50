import { JavaError } from '../../java/java-error.js';
import { serialVersionUid } from '../../serial/serial-version-uid.js';
import { declareThrowable } from '../../serial/throwables.js';
import type { CallableContext } from '../../callables/callable.js';

const NAME = 'hudson.plugins.textfinder.TextFinderPublisher$AbortException';

/** As javac 11 and later compile it; before that the class has a constructor more. */
const KNOWN_UID = 9072375352878674655n;

/**
 * The exception by which the plugin knows that it has said itself what is wrong; the build becomes unstable. Its serialVersionUID
 * is computed by Java, so the controller's own class tells it.
 */
export async function abortException(context: CallableContext): Promise<JavaError> {
  const classFile = await context.agent.controllerClass(NAME, context);
  declareThrowable({ name: NAME, suid: KNOWN_UID, superclass: 'java.lang.RuntimeException' });
  return new JavaError(NAME, null, classFile === null ? {} : { suid: serialVersionUid(classFile) });
}
