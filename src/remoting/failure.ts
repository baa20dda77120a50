/** Errors on their way to the peer and back: Error -> Throwable object -> ExceptionResponse, and the reverse. */
import { JavaError } from '../java/java-error.js';
import { InvalidObjectError, StreamCorruptedError } from '../serial/errors.js';
import { byteArray } from '../serial/jdk.js';
import { JavaArray, JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import { describeThrowable, isKnownThrowable, throwable } from '../serial/throwables.js';
import { decodePayload, encodePayload } from './payload.js';
import { EXCEPTION_RESPONSE } from './wire/command-classes.js';

/** For handlers above this folder that may not reach into host/. */
export { JavaError };

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

/**
 * The errors that lead to the one at hand. A cause among them would go round for ever, and a peer may send causes in a circle
 * or in thousands: the chain is cut there.
 */
type Chain = ReadonlySet<unknown>;

const NO_CHAIN: Chain = new Set();
const MAX_CAUSES = 100;

/** The chain for the cause of `error`; undefined when `cause` is none or must not be followed. */
function chainTo(cause: unknown, error: unknown, chain: Chain): Chain | undefined {
  if (cause === undefined || cause === error || chain.has(cause) || chain.size >= MAX_CAUSES) return undefined;
  return new Set([...chain, error]);
}

/** The Throwable object for an error: of its own class when we can write it, else a ProxyException that tells the class. */
export function errorToThrowable(error: unknown, chain = NO_CHAIN): JavaObject {
  const java = toJavaError(error);
  if (!isKnownThrowable(java.javaClass)) return proxyException(java, chain);
  const further = chainTo(java.cause, error, chain);
  return throwable({
    javaClass: java.javaClass,
    message: java.javaMessage,
    details: java.details,
    suppressed: java.suppressed.map((one) => errorToThrowable(one)),
    ...(further && { cause: errorToThrowable(java.cause, further) }),
  });
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

/** The error that a Throwable object stands for. */
export function throwableToError(value: JavaValue | undefined, chain = NO_CHAIN): Error {
  if (!(value instanceof JavaObject)) return new JavaError('java.io.IOException', 'The peer failed without saying how');
  const { javaClass, message, cause } = describeThrowable(value);
  const further = chainTo(cause, value, chain);
  return new RemoteError(javaClass, message, value, further && { cause: throwableToError(cause, further) });
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
    cause: proxyException(toJavaError(cause)),
  });
}

/** Whether an error is our own defect rather than something that a callable reports. */
export function isDefect(error: unknown): boolean {
  if (error instanceof JavaError || error instanceof InvalidObjectError || error instanceof StreamCorruptedError)
    return false;
  return !(error instanceof Error && ('errno' in error || 'syscall' in error));
}

/** hudson.remoting.ProxyException: any peer can read it; its message is the original's toString(). */
function proxyException(error: JavaError, chain = NO_CHAIN): JavaObject {
  const further = chainTo(error.cause, error, chain);
  return throwable({
    javaClass: 'hudson.remoting.ProxyException',
    message: error.toString(),
    ...(further && { cause: proxyException(toJavaError(error.cause), further) }),
  });
}
