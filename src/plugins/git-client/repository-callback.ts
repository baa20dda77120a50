/**
 * GitClient.withRepository: code that the controller wants to be run on the repository. Those whose work we know are done
 * natively; others fail with what withRepository declares to throw.
 */
import { JavaError, ioError } from '../../java/java-error.js';
import { JavaClass, JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { text } from './arguments.js';
import type { GitRun } from './git-run.js';

/** A RepositoryCallback implemented natively. */
export type RepositoryCallback = (run: GitRun, self: JavaObject) => Promise<JavaValue>;

/** Throws java.io.IOException for a callback that this agent does not know. */
export async function runRepositoryCallback(run: GitRun, value: JavaValue | undefined): Promise<JavaValue> {
  if (!(value instanceof JavaObject)) throw new JavaError('java.lang.NullPointerException', null);
  // They are the git plugin's.
  const { CALLBACKS, LAMBDAS } = await import('../git/callbacks.js');
  if (value.className !== 'java.lang.invoke.SerializedLambda') {
    const callback = CALLBACKS.get(value.className);
    if (callback) return callback(run, value);
    throw ioError(`The repository callback ${value.className} is not known to this agent`);
  }
  const capturing = value.get('capturingClass');
  const name = capturing instanceof JavaClass ? capturing.className : 'a lambda';
  const method = text(value.get('implMethodName'));
  const lambda = LAMBDAS.find(({ className, methods }) => className === name && methods.test(method));
  if (lambda) return lambda.run(run, value);
  throw ioError(`The repository callback ${name}.${method} is not known to this agent`);
}
