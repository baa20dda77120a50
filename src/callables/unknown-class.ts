/** The one refusal: a class of the controller's that this agent does not implement. */
import { JavaError } from '../java/java-error.js';
import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';

/**
 * A java.io.IOException, which plugins expect and handle, caused by the java.lang.ClassNotFoundException that a JVM without the
 * class would throw. Thrown before anything has happened, so that the request can still be given to somebody who knows the class.
 */
export class UnknownClassError extends JavaError {
  /** @param className the class that is not implemented */
  constructor(
    readonly className: string,
    message: string,
  ) {
    super('java.io.IOException', message, { cause: new JavaError('java.lang.ClassNotFoundException', className) });
  }
}

/**
 * The refusal of an argument.
 * @param what what it was sent as, with its article: `the directory scanner`
 * @param value the object, or its class's name
 * @param hint what follows from it, as a sentence
 */
export function unknownClass(what: string, value: JavaValue | undefined, hint = ''): UnknownClassError {
  const className = typeof value === 'string' ? value : classNameOf(value);
  const capital = what.charAt(0).toUpperCase() + what.slice(1);
  return new UnknownClassError(className, `${capital} ${className} is not known to this agent${hint && `. ${hint}`}`);
}

function classNameOf(value: JavaValue | undefined): string {
  if (value instanceof JavaObject) return value.className;
  return value === null || value === undefined ? 'null' : typeof value;
}
