/** The two families of stream commands: bytes (ProxyOutputStream) and chars (ProxyWriter). */
import { codeUnits } from '../serial/code-units.js';
import { byteArray, charArray } from '../serial/jdk.js';
import { errorToThrowable } from './failure.js';
import type { PipeCommands } from './pipe-output.js';
import * as wire from './wire/stream-classes.js';

const createdAt = null;

/** requestId names the peer's request being executed; only peers older than any controller of interest read it. */
const requestId = 0;

export const BYTE_PIPE: PipeCommands<Buffer> = {
  lengthOf: (data) => data.length,
  slice: (data, start, end) => data.subarray(start, end),
  chunk: (ioId, oid, part) => wire.POS_CHUNK.create({ createdAt, ioId, oid, requestId, buf: byteArray(part) }),
  flush: (ioId, oid) => wire.POS_FLUSH.create({ createdAt, ioId, oid, requestId }),
  eof: (ioId, oid, error) =>
    wire.POS_EOF.create({ createdAt, ioId, oid, requestId, error: error ? errorToThrowable(error) : null }),
  unexport: (ioId, oid) => wire.POS_UNEXPORT.create({ createdAt, ioId, oid }),
};

export const CHAR_PIPE: PipeCommands<string> = {
  lengthOf: (text) => text.length,
  slice: (text, start, end) => text.slice(start, end),
  chunk: (ioId, oid, part) => wire.PW_CHUNK.create({ createdAt, ioId, oid, buf: charArray(codeUnits(part)) }),
  flush: (ioId, oid) => wire.PW_FLUSH.create({ createdAt, ioId, oid }),
  eof: (ioId, oid) => wire.PW_EOF.create({ createdAt, ioId, oid }),
  unexport: (ioId, oid) => wire.PW_UNEXPORT.create({ createdAt, ioId, oid }),
};
