/** Errors on their way to the peer and back: Error -> Throwable object -> ExceptionResponse, and the reverse. */
import { JavaError, ioError } from '../java/java-error.js';
import { InvalidObjectError, StreamCorruptedError } from '../serial/errors.js';
import { byteArray } from '../serial/jdk.js';
import { JavaArray, JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import { describeThrowable, isKnownThrowable, throwable } from '../serial/throwables.js';
import { decodePayload, encodePayload } from './payload.js';
import { EXCEPTION_RESPONSE } from './wire/command-classes.js';

/** An exception that the peer answered with; `javaClass` names its class (the original's when it came as a ProxyException). */
export class RemoteError extends JavaError {
  constructor(
    javaClass: string,
    message: string | null,
    /** The exception as it came. */
    readonly object: JavaObject,
    options?: ErrorOptions,
  ) {
    super(javaClass, message, options);
  }
}

/** Causes deeper than this are left out. */
const MAX_CAUSES = 100;

/**
 * The Throwable object for an error: of its own class when we can write it, else a ProxyException that tells the class. Causes
 * and suppressed errors come along, each once; where they go round in a circle, they end. Never throws: somebody waits to
 * hear of the failure.
 */
export function errorToThrowable(error: unknown): JavaObject {
  try {
    return convert(error, new Conversion(), 'itself');
  } catch (defect) {
    return proxyException(
      ioError(`Defect in the agent: the exception ${String(error)} cannot be written: ${String(defect)}`),
    );
  }
}

/** How an error travels: as an exception of its own class, or as a ProxyException, below which there are only such. */
type Form = 'itself' | 'proxy';

/** What is known about the errors of one conversion. */
class Conversion {
  /** The objects made so far; undefined for an error that is being converted, whose causes lead here. */
  readonly made: Record<Form, Map<unknown, JavaObject | undefined>> = { itself: new Map(), proxy: new Map() };
  depth = 0;
}

function convert(error: unknown, conversion: Conversion, form: Form): JavaObject {
  const java = toJavaError(error);
  const own = form === 'itself' && isKnownThrowable(java.javaClass);
  const below: Form = own ? 'itself' : 'proxy';
  const made = conversion.made[form];
  made.set(error, undefined);
  conversion.depth++;
  const cause = java.cause === undefined ? undefined : convertFurther(java.cause, conversion, below);
  const suppressed = java.suppressed.map((one) => convertFurther(one, conversion, below));
  conversion.depth--;
  const object = throwable({
    javaClass: own ? java.javaClass : 'hudson.remoting.ProxyException',
    message: own ? java.javaMessage : java.toString(),
    details: own ? java.details : {},
    suppressed: suppressed.filter((one) => one !== undefined),
    ...(cause && { cause }),
    ...(own && java.suid !== undefined && { suid: java.suid }),
  });
  made.set(error, object);
  return object;
}

/** Undefined for an error that leads round in a circle or too deep. */
function convertFurther(error: unknown, conversion: Conversion, form: Form): JavaObject | undefined {
  const made = conversion.made[form];
  if (made.has(error)) return made.get(error);
  return conversion.depth >= MAX_CAUSES ? undefined : convert(error, conversion, form);
}

/** UserRequest$ExceptionResponse for an error: the exception itself where we can write it, and a ProxyException for it. */
export function exceptionResponse(error: unknown, loaderOid: number | null): JavaObject {
  const java = toJavaError(error);
  const raw = isKnownThrowable(java.javaClass) ? byteArray(encodePayload(errorToThrowable(java), loaderOid)) : null;
  return EXCEPTION_RESPONSE.create({
    proxyResponse: byteArray(encodePayload(proxyException(java), loaderOid)),
    rawResponse: raw,
  });
}

/** The received exceptions that lead to the one at hand. A peer may send causes in a circle, or in thousands. */
type Chain = ReadonlySet<unknown>;

/** The error that a Throwable object stands for. */
export function throwableToError(value: JavaValue | undefined, chain: Chain = new Set()): Error {
  if (!(value instanceof JavaObject)) return new JavaError('java.io.IOException', 'The peer failed without saying how');
  const { javaClass, message, cause } = describeThrowable(value);
  const further = chainTo(cause, value, chain);
  return new RemoteError(javaClass, message, value, further && { cause: throwableToError(cause, further) });
}

/** The chain for the cause of an exception; undefined when it has none, or one that must not be followed. */
function chainTo(cause: unknown, exception: JavaObject, chain: Chain): Chain | undefined {
  if (cause === undefined || cause === exception || chain.has(cause) || chain.size >= MAX_CAUSES) return undefined;
  return new Set([...chain, exception]);
}

/** The error in an ExceptionResponse: the raw exception if we are given it, else its ProxyException. */
export function exceptionResponseToError(response: JavaObject): Error {
  const raw = response.get('rawResponse') ?? response.get('proxyResponse');
  if (!(raw instanceof JavaArray) || !Buffer.isBuffer(raw.elements)) return throwableToError(undefined);
  return throwableToError(decodePayload(raw.elements));
}

/**
 * An error with a Java type. Operating-system errors that no callable gave a type become java.io.IOException; anything else
 * is a defect of ours and says so.
 */
export function toJavaError(error: unknown): JavaError {
  if (error instanceof JavaError) return error;
  if (!(error instanceof Error)) return new JavaError('java.lang.Error', String(error));
  if (error instanceof InvalidObjectError || error instanceof StreamCorruptedError) {
    return new JavaError('java.io.InvalidObjectException', error.message);
  }
  if ('errno' in error || 'syscall' in error) return new JavaError('java.io.IOException', error.message);
  return new JavaError('java.lang.IllegalStateException', `Defect in the agent: ${error.name}: ${error.message}`);
}

/** Command$Source: the createdAt of a command that tells why it was sent; the reason is its cause. */
export function commandSource(cause: unknown): JavaObject {
  return throwable({
    javaClass: 'hudson.remoting.Command$Source',
    message: null,
    cause: proxyException(cause),
  });
}

/** Whether an error is our own defect rather than something that a callable reports. */
export function isDefect(error: unknown): boolean {
  if (error instanceof JavaError || error instanceof InvalidObjectError || error instanceof StreamCorruptedError)
    return false;
  return !(error instanceof Error && ('errno' in error || 'syscall' in error));
}

/** hudson.remoting.ProxyException: any peer can read it; its message is the original's toString(). */
function proxyException(error: unknown): JavaObject {
  return convert(error, new Conversion(), 'proxy');
}
