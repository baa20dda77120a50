/**
 * An error that has a Java type: what the controller's caller will see as an exception of that class with that message.
 * Everything that a callable does fails with one of these; any other error is our own defect and is reported as such.
 */
export class JavaError extends Error {
  override readonly name = 'JavaError';

  constructor(
    /** Binary class name, e.g. `java.nio.file.NoSuchFileException`. */
    readonly javaClass: string,
    /** Throwable.getMessage(); null is Java's null. */
    readonly javaMessage: string | null,
    options: ErrorOptions & {
      /** Values of further fields of the exception class (java.nio.file.FileSystemException: file, other, reason). */
      readonly details?: Readonly<Record<string, string | number | null>>;
      /** Throwable.getSuppressed(); of jenkins.util.io.CompositeIOException also its field `exceptions`. */
      readonly suppressed?: readonly Error[];
      /** The serialVersionUID that the class has where this goes; default: the one that it is declared with. */
      readonly suid?: bigint;
    } = {},
  ) {
    super(javaMessage ?? javaClass, options);
    this.details = options.details ?? {};
    this.suppressed = options.suppressed ?? [];
    this.suid = options.suid;
  }

  readonly details: Readonly<Record<string, string | number | null>>;
  readonly suppressed: readonly Error[];
  readonly suid: bigint | undefined;

  /** Throwable.toString(): `java.io.IOException: message`, or only the class name when there is no message. */
  override toString(): string {
    return this.javaMessage === null ? this.javaClass : `${this.javaClass}: ${this.javaMessage}`;
  }
}

/** java.io.IOException with this message. */
export function ioError(message: string, options?: ErrorOptions): JavaError {
  return new JavaError('java.io.IOException', message, options);
}
