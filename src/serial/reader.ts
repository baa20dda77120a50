/**
 * Reads Java object streams (java.io.ObjectInputStream) as data. The grammar, with a handle numbered from 0x7e0000 for
 * every class descriptor, object, string, array, class and enum constant in the order of their first byte:
 *
 *     stream:     ac ed 00 05 content*
 *     content:    object | block data | 79 (reset: handles restart)
 *     object:     70 | 71 u32 handle | 73 classDesc part* | 74 utf | 7c long-utf | 75 classDesc i32 length element*
 *                 | 76 classDesc | 7e classDesc string | 7b object (the writer aborted)
 *     block data: 77 u8 length byte* | 7a i32 length byte*
 *     classDesc:  70 | 71 u32 handle | 72 utf name, i64 suid, u8 flags, u16 n, field*n, annotation, classDesc super
 *                 | 7d i32 n, utf interface*n, annotation, classDesc super
 *     field:      u8 type, utf name, string signature of a field of type L or [
 *     part:       field values in the order of the descriptor, then custom data if SC_WRITE_METHOD; superclass first
 *     annotation, custom data: (object | block data)* 78
 */
import { ByteReader } from './byte-reader.js';
import { ContentReader } from './content-reader.js';
import { StreamCorruptedError } from './errors.js';
import { HandleTable } from './handle-table.js';
import type { CustomItem, JavaValue } from './model.js';
import {
  DEFAULT_MAX_DEPTH,
  DEFAULT_MAX_OBJECTS,
  DEFAULT_MAX_VALUES,
  STREAM_MAGIC,
  STREAM_VERSION,
  TC,
} from './protocol.js';

export interface ReadOptions {
  /** How deep objects may nest. The default has room on V8's default stack. */
  readonly maxDepth?: number;
  /** How many objects, strings, descriptors, their fields, parts of objects and runs of block data one stream may hold. */
  readonly maxObjects?: number;
  /** How many fields of objects, nulls, references and booleans in arrays. */
  readonly maxValues?: number;
  /** Whether the stream starts with its header; false to go on behind a reset. Default true. */
  readonly header?: boolean;
}

/**
 * Reads one whole stream that holds one object and nothing else. Byte arrays and block data are views of `bytes`, so it
 * must not be written to afterwards. Throws StreamCorruptedError.
 */
export function readObject(bytes: Buffer, options?: ReadOptions): JavaValue {
  const reader = new ObjectReader(bytes, options);
  const value = reader.readValue();
  if (!reader.atEnd) throw new StreamCorruptedError('more data behind the object', reader.offset);
  return value;
}

/** Reads a stream of several objects, block data and resets; java.io.ObjectInputStream over a complete buffer. */
export class ObjectReader {
  readonly #in: ByteReader;
  readonly #handles: HandleTable;
  readonly #content: ContentReader;

  /** Throws StreamCorruptedError when the header is missing. */
  constructor(
    bytes: Buffer,
    {
      maxDepth = DEFAULT_MAX_DEPTH,
      maxObjects = DEFAULT_MAX_OBJECTS,
      maxValues = DEFAULT_MAX_VALUES,
      header = true,
    }: ReadOptions = {},
  ) {
    this.#in = new ByteReader(bytes);
    this.#handles = new HandleTable(maxObjects, maxValues);
    this.#content = new ContentReader(this.#in, this.#handles, maxDepth);
    if (header && (this.#in.u16() !== STREAM_MAGIC || this.#in.u16() !== STREAM_VERSION)) {
      throw new StreamCorruptedError('not a Java object stream', 0);
    }
  }

  /** Offset of the next unread byte. */
  get offset(): number {
    return this.#in.at;
  }

  /** Whether nothing but resets follows. Takes the resets. */
  get atEnd(): boolean {
    this.#takeResets();
    return this.#in.remaining === 0;
  }

  /** The next object. Throws StreamCorruptedError, also where block data comes instead. */
  readValue(): JavaValue {
    const start = this.offset;
    const item = this.readItem();
    if (Buffer.isBuffer(item)) throw new StreamCorruptedError('block data where an object was expected', start);
    return item;
  }

  /** The next object, or the next run of block data, adjacent records merged. After an error the reader is of no more use. */
  readItem(): CustomItem {
    this.#takeResets();
    try {
      return this.#content.readItem();
    } catch (error) {
      // Only with a maxDepth beyond the default, or a caller that had used most of the stack.
      if (isStackOverflow(error)) throw new StreamCorruptedError('objects nested too deep for the stack', this.offset);
      throw error;
    }
  }

  #takeResets(): void {
    while (this.#in.peek() === TC.RESET) {
      this.#in.at++;
      this.#handles.reset();
    }
  }
}

function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
}
