import { expect, test } from 'vitest';
import { declareClass, declareEnum } from '../../src/serial/declare.js';
import { arrayList, boxBoolean, boxInt, byteArray, stringArray } from '../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../src/serial/model.js';
import { readObject } from '../../src/serial/reader.js';
import { throwable } from '../../src/serial/throwables.js';
import { writeObject } from '../../src/serial/writer.js';
import { fixture } from './fixture.js';

const COMMAND = declareClass({
  name: 'hudson.remoting.Command',
  suid: 1n,
  fields: { createdAt: 'Ljava/lang/Exception;' },
});
const RESPONSE = declareClass({
  name: 'hudson.remoting.Response',
  suid: 1n,
  fields: { id: 'I', lastIoId: 'I', exception: 'Ljava/lang/Throwable;', returnValue: 'Ljava/io/Serializable;' },
  superclass: COMMAND,
});
const NORMAL_RESPONSE = declareClass({
  name: 'hudson.remoting.UserRequest$NormalResponse',
  suid: 1n,
  fields: { response: '[B' },
});
const EXCEPTION_RESPONSE = declareClass({
  name: 'hudson.remoting.UserRequest$ExceptionResponse',
  suid: 1n,
  fields: { proxyResponse: '[B', rawResponse: '[B' },
});
const CHUNK = declareClass({
  name: 'hudson.remoting.ProxyOutputStream$Chunk',
  suid: 1n,
  fields: { ioId: 'I', oid: 'I', requestId: 'I', buf: '[B' },
  superclass: COMMAND,
});
const CANCEL = declareClass({
  name: 'hudson.remoting.Request$Cancel',
  suid: 0xe844e2f4707a2cc8n,
  fields: { id: 'I' },
  superclass: COMMAND,
});

const payload = (value: JavaValue) =>
  byteArray(writeObject(value, { annotate: () => [Buffer.from('fffffffd', 'hex')] }));
/** A Response to the request that the recorded one answers. */
const responseLike = (name: string, returnValue: JavaValue) => {
  const id = (readObject(fixture(name)) as JavaObject).get('id') as number;
  return RESPONSE.create({ createdAt: null, id, lastIoId: 0, exception: null, returnValue });
};
const normal = (value: JavaValue) => NORMAL_RESPONSE.create({ response: payload(value) });
const hex = (value: JavaValue) => writeObject(value).toString('hex');

test.each([
  ['min-response-null_m3', normal(null)],
  ['min-response-string_m3', normal('abc')],
  ['min-response-boolean_m3', normal(boxBoolean(true))],
  ['min-response-integer_m3', normal(boxInt(42))],
  ['min-response-arraylist_m3', normal(arrayList(['a', 'b']))],
  [
    'min-response-exc_raw_ioexception',
    EXCEPTION_RESPONSE.create({
      proxyResponse: payload(
        throwable({ javaClass: 'hudson.remoting.ProxyException', message: 'java.io.IOException: rawboom' }),
      ),
      rawResponse: payload(throwable({ javaClass: 'java.io.IOException', message: 'rawboom' })),
    }),
  ],
])('%s is built byte for byte', (name, returnValue) => {
  expect(hex(responseLike(name, returnValue))).toBe(fixture(name).toString('hex'));
});

test('min-cancel is built byte for byte', () => {
  expect(hex(CANCEL.create({ createdAt: null, id: 77 }))).toBe(fixture('min-cancel').toString('hex'));
});

test('a chunk is built byte for byte', () => {
  const recorded = readObject(fixture('min-chunk')) as JavaObject;
  const [ioId, oid, requestId] = ['ioId', 'oid', 'requestId'].map((name) => recorded.get(name) as number);
  const buf = byteArray(Buffer.from('hello'));
  const chunk = CHUNK.create({ createdAt: null, ioId: ioId ?? 0, oid: oid ?? 0, requestId: requestId ?? 0, buf });
  expect(chunk).toEqual(recorded);
  expect(writeObject(chunk).toString('hex')).toBe(fixture('min-chunk').toString('hex'));
});

test('enums: the same constant is the same object', () => {
  const unit = declareEnum('java.util.concurrent.TimeUnit', ['SECONDS', 'DAYS']);
  expect(unit.SECONDS).toBe(unit.SECONDS);
  expect(writeObject(unit.SECONDS).toString('hex')).toBe(fixture('jdk-enum').toString('hex'));
});

test('fields do not inherit names from Object.prototype', () => {
  const value = declareClass({ name: 'A', suid: 1n, fields: { s: 'Ljava/lang/String;' } }).create({ s: 'x' });
  expect(value.get('toString')).toBeUndefined();
  expect(value.get('s')).toBe('x');
  expect(stringArray(['x']).className).toBe('[Ljava.lang.String;');
});
