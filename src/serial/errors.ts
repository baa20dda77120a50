/**
 * What reading an object stream can fail with. Everything a peer can send that is not a stream we read ends in
 * StreamCorruptedError; nothing else is thrown by the reader.
 */

/** The bytes are not a readable Java object stream (java.io.StreamCorruptedException, EOFException, InvalidClassException). */
export class StreamCorruptedError extends Error {
  override readonly name: string = 'StreamCorruptedError';

  constructor(
    readonly reason: string,
    /** Offset in the buffer that was read, in bytes. */
    readonly offset: number,
    /** True when the input ended too early, that is, when more bytes could make it readable. */
    readonly truncated: boolean = false,
  ) {
    super(`${reason} at offset ${offset}`);
  }
}

/** The writer gave up in the middle and sent what had happened to it (TC_EXCEPTION, java.io.WriteAbortedException). */
export class WriteAbortedError<Exception = unknown> extends StreamCorruptedError {
  override readonly name = 'WriteAbortedError';

  constructor(
    offset: number,
    /** The exception that the writer met, as read from the stream. */
    readonly exception: Exception,
  ) {
    super('the writer aborted the stream with an exception', offset);
  }
}

/** A well-formed object that is not what its class should be, or not of the class expected; java.io.InvalidObjectException. */
export class InvalidObjectError extends Error {
  override readonly name = 'InvalidObjectError';
}
