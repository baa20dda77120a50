/**
 * GitClient.withRepository: code that the controller wants to be run on the repository. Those whose work we know are done
 * natively; others fail with what withRepository declares to throw, before anything has happened.
 */
import { JavaError } from '../../java/java-error.js';
import { JavaClass, JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import type { Declared } from '../../callables/kinds.js';
import { assertKnownFields } from '../../callables/known-fields.js';
import { lookup } from '../../callables/lookup.js';
import { unknownClass } from '../../callables/unknown-class.js';
import { text } from './arguments.js';
import type { GitRun } from './git-run.js';

/** Works on a repository. `self` is the callback, or the lambda. */
export type RepositoryWork = (run: GitRun, self: JavaObject) => Promise<JavaValue>;

/** A RepositoryCallback implemented natively: a class, or a class whose methods have lambdas that are callbacks. */
export interface RepositoryCallbackClass {
  /** By the name of the method that javac makes of a lambda, `lambda$<method>$<hash>$<number>`; a class has one for any name. */
  work(method: string): RepositoryWork | undefined;
}

declare module '../../callables/kinds.js' {
  interface Kinds {
    repositoryCallback: RepositoryCallbackClass;
  }
}

/** Declares a callback that is a class. */
export function repositoryCallback(name: string, work: RepositoryWork): Declared<'repositoryCallback'> {
  return { kind: 'repositoryCallback', name, work: () => work };
}

/** Declares the lambdas of a class: pattern of the method's name -> what it does. */
export function repositoryLambdas(
  name: string,
  lambdas: readonly (readonly [RegExp, RepositoryWork])[],
): Declared<'repositoryCallback'> {
  return {
    kind: 'repositoryCallback',
    name,
    work: (method) => lambdas.find(([methods]) => methods.test(method))?.[1],
  };
}

/** Throws java.io.IOException for a callback that this agent does not know. */
export async function runRepositoryCallback(run: GitRun, value: JavaValue | undefined): Promise<JavaValue> {
  if (!(value instanceof JavaObject)) throw new JavaError('java.lang.NullPointerException', null);
  const isLambda = value.className === 'java.lang.invoke.SerializedLambda';
  const capturing = isLambda ? value.get('capturingClass') : undefined;
  const name = capturing instanceof JavaClass ? capturing.className : value.className;
  const method = isLambda ? text(value.get('implMethodName')) : '';
  const work = lookup('repositoryCallback', name)?.work(method);
  if (!work) throw unknownClass('the repository callback', isLambda ? `${name}.${method}` : name);
  if (!isLambda) assertKnownFields(value);
  return work(run, value);
}
