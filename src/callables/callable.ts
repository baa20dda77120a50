/**
 * How a callable is declared: its Java class name, its fields as a typed shape, one function.
 *
 *     export const exists = fileCallable({
 *       name: 'hudson.FilePath$Exists',
 *       run: (_self, path) => boxBoolean(await pathExists(path)),
 *     });
 */
import type { JavaObject, JavaValue } from '../serial/model.js';
import type { CallableContext } from './callable-types.js';
import type { Declared } from './kinds.js';
import { readShape } from './shape.js';
import type { Shape, Shaped } from './shape.js';

export type { Callable, CallableContext, FileCallable } from './callable-types.js';

/**
 * Declares a callable. `fields` names the fields it uses; a field that the stream lacks reads as Java's default. All of them are
 * read before it runs, so that a field with a class that is not known fails the request before anything has happened.
 */
export function callable<S extends Shape>(declaration: {
  readonly name: string;
  readonly fields?: S;
  readonly leavesState?: true;
  readonly run: (self: Shaped<S>, context: CallableContext, object: JavaObject) => Promise<JavaValue> | JavaValue;
}): Declared<'callable'> {
  const { name, fields, leavesState = false, run } = declaration;
  return {
    kind: 'callable',
    name,
    leavesState,
    run: (object, context) => run(readShape(object, fields, context), context, object),
  };
}

/** Declares a file callable; see `callable`. */
export function fileCallable<S extends Shape>(declaration: {
  readonly name: string;
  readonly fields?: S;
  readonly run: (
    self: Shaped<S>,
    path: string,
    context: CallableContext,
    object: JavaObject,
  ) => Promise<JavaValue> | JavaValue;
}): Declared<'fileCallable'> {
  const { name, fields, run } = declaration;
  return {
    kind: 'fileCallable',
    name,
    run: (object, path, context) => run(readShape(object, fields, context), path, context, object),
  };
}
