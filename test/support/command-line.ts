/** Commands as lines of text, so that a test can write down what a channel shall send, in which order. */
import { throwableToError } from '../../src/remoting/failure.js';
import { decodePayload } from '../../src/remoting/payload.js';
import { JavaArray, JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { readObject } from '../../src/serial/reader.js';

/** Fields that say what a command is about, in the order in which a line shows them. */
const SHOWN = ['ioId', 'oid', 'oidRos', 'oidPos', 'id', 'lastIoId', 'size', 'len'];

/** Longer data is shown by its length. */
const MAX_TEXT = 24;

/**
 * `ProxyOutputStream$Chunk ioId=1 oid=7 'text'`, `Response id=0 lastIoId=1 -> done`,
 * `Response id=0 lastIoId=0 -> throws java.io.IOException: boom`; `-> fails with` is a failure below the callable.
 */
export function commandLine(bytes: Buffer): string {
  const command = readObject(bytes);
  if (!(command instanceof JavaObject)) throw new Error('not a command');
  const fields = SHOWN.flatMap((name) => {
    const value = command.get(name);
    return typeof value === 'number' ? [`${name}=${value}`] : [];
  });
  const name = command.className.slice(command.className.lastIndexOf('.') + 1);
  return [name, ...fields, ...dataOf(command), ...answerOf(command), ...errorOf(command)].join(' ');
}

function dataOf(command: JavaObject): string[] {
  const buf = command.get('buf');
  if (!(buf instanceof JavaArray)) return [];
  const { elements } = buf;
  if (elements.length > MAX_TEXT) return [`[${elements.length}]`];
  return [`'${Buffer.isBuffer(elements) ? elements.toString() : String.fromCharCode(...(elements as Uint16Array))}'`];
}

function answerOf(command: JavaObject): string[] {
  if (command.className !== 'hudson.remoting.Response') return [];
  const exception = command.get('exception') ?? null;
  if (exception !== null) return ['->', 'fails with', String(throwableToError(exception))];
  return ['->', shown(command.get('returnValue') ?? null)];
}

function shown(value: JavaValue): string {
  if (!(value instanceof JavaObject)) return typeof value === 'object' ? (value?.className ?? 'null') : `${value}`;
  if (value.className === 'hudson.remoting.UserRequest$NormalResponse') return shown(decoded(value, 'response'));
  if (value.className === 'hudson.remoting.UserRequest$ExceptionResponse') {
    const raw = value.get('rawResponse') ?? null;
    return `throws ${String(throwableToError(decoded(value, raw === null ? 'proxyResponse' : 'rawResponse')))}`;
  }
  if (value.className === 'hudson.remoting.ProxyInputStream$Buffer') {
    return [`len=${value.get('len') as number}`, ...dataOf(value)].join(' ');
  }
  return value.className;
}

function decoded(value: JavaObject, field: string): JavaValue {
  const bytes = value.get(field);
  if (!(bytes instanceof JavaArray) || !Buffer.isBuffer(bytes.elements)) throw new Error(`${field} is not a byte[]`);
  return decodePayload(bytes.elements);
}

/** Why a stream ended: EOF's error, or the cause in a NotifyDeadWriter. */
function errorOf(command: JavaObject): string[] {
  const error = command.get('error') ?? null;
  if (error !== null) return [String(throwableToError(error))];
  const source = command.get('createdAt') ?? null;
  return source === null ? [] : [String(throwableToError(source).cause)];
}
