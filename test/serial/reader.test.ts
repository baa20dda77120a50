import { describe, expect, test } from 'vitest';
import { StreamCorruptedError, WriteAbortedError } from '../../src/serial/errors.js';
import { JavaArray, JavaClass, JavaEnum, JavaObject } from '../../src/serial/model.js';
import type { JavaValue } from '../../src/serial/model.js';
import { ObjectReader, readObject } from '../../src/serial/reader.js';
import { fixture, stream, utf } from './fixture.js';

const object = (name: string) => readObject(fixture(name)) as JavaObject;
const OBJECT_ARRAY = `72 ${utf('[Ljava.lang.Object;')} 90ce589f1073296c 02 0000 78 70`.replaceAll(' ', '');

describe('values', () => {
  test('null and strings', () => {
    expect(readObject(stream('70'))).toBeNull();
    expect(readObject(stream('74', utf('abc')))).toBe('abc');
    expect(readObject(stream('7c 0000000000000003 616263'))).toBe('abc');
    expect(readObject(fixture('form-string'))).toBe('\0é€😀\ud800');
  });

  test('fields of all primitive types, exactly', () => {
    const value = object('form-primitives');
    expect(value.className).toBe('sample.Gen$Prims');
    expect(value.desc.suid).toBe(42n);
    expect(value.get('z')).toBe(true);
    expect(value.get('b')).toBe(-1);
    expect(value.get('c')).toBe(0x20ac);
    expect(value.get('s')).toBe(-2);
    expect(value.get('i')).toBe(-3);
    expect(value.get('j')).toBe(-(2n ** 63n));
    expect(value.get('f')).toBe(1.5);
    expect(value.get('d')).toBe(-0);
    expect(value.get('text')).toBe('\0é€😀\ud800');
    expect(value.get('none')).toBeNull();
  });

  test('a field may have any name, and an object has no fields but its own', () => {
    expect(object('form-primitives').get('toString')).toBe('inherited name');
    expect(object('jdk-integer').get('toString')).toBeUndefined();
    const desc = `72 ${utf('A')} 0000000000000001 02 0001 4c ${utf('__proto__')} 74 ${utf('LA;')} 78 70`;
    const hostile = readObject(stream('73', desc, '74', utf('x'))) as JavaObject;
    expect(hostile.get('__proto__')).toBe('x');
    expect(hostile.get('length')).toBeUndefined();
  });

  test.each<[string, JavaArray['elements']]>([
    ['array-boolean', [true, false]],
    ['array-char', Uint16Array.of(0x41, 0xd83d)],
    ['array-short', Int16Array.of(-2, 3)],
    ['array-int', Int32Array.of(-2, 0x7fffffff)],
    ['array-long', BigInt64Array.of(-2n, 2n ** 63n - 1n)],
    ['array-float', Float32Array.of(0.5, NaN)],
    ['array-double', Float64Array.of(0.25, -Infinity)],
    ['array-string', ['a', null]],
  ])('%s', (name, elements) => {
    const value = readObject(fixture(name));
    expect(value).toBeInstanceOf(JavaArray);
    expect((value as JavaArray).elements).toEqual(elements);
  });

  test('a byte array is a view of the input', () => {
    const bytes = stream(`75 72 ${utf('[B')} acf317f8060854e0 02 0000 78 70 00000003 0102ff`);
    const { elements } = readObject(bytes) as JavaArray;
    expect(elements).toEqual(Buffer.from([1, 2, 255]));
    expect((elements as Buffer).buffer).toBe(bytes.buffer);
  });

  test('enum constants, also of classes with a body, are one object a stream', () => {
    const twice = (readObject(fixture('form-enum-twice')) as JavaArray).elements as JavaValue[];
    expect(twice[0]).toBeInstanceOf(JavaEnum);
    expect(twice[0]).toMatchObject({ constant: 'ONE', className: 'sample.Gen$Plain' });
    expect(twice[1]).toBe(twice[0]);
    expect(readObject(fixture('form-enum-with-body'))).toMatchObject({ constant: 'TWO', className: 'sample.Gen$Body' });
  });

  test('classes: primitive, array, not serializable', () => {
    expect(readObject(fixture('form-class-primitive'))).toBeInstanceOf(JavaClass);
    expect(readObject(fixture('form-class-primitive'))).toMatchObject({ className: 'int' });
    expect(readObject(fixture('form-class-array'))).toMatchObject({ className: '[Ljava.lang.String;' });
    expect(readObject(fixture('form-class-not-serializable'))).toMatchObject({ className: 'java.lang.Object' });
  });

  test('a proxy shows its interfaces and its handler', () => {
    const proxy = object('form-proxy');
    expect(proxy.desc.interfaces).toEqual(['java.lang.Runnable', 'java.lang.Comparable']);
    expect(proxy.isA('java.lang.reflect.Proxy')).toBe(true);
    expect((proxy.get('h') as JavaObject).get('oid')).toBe(17);
  });

  test('a record is an object like any other', () => {
    expect(object('jdk-record').get('a')).toBe('q');
    expect(object('jdk-record').get('b')).toBe(7);
  });
});

describe('graphs', () => {
  test('an array that holds itself', () => {
    const value = readObject(fixture('form-cycle')) as JavaArray;
    expect((value.elements as JavaValue[])[0]).toBe(value);
  });

  test('an exception that is its own cause, a command whose source refers to it', () => {
    const plain = object('throwable-plain');
    expect(plain.get('cause')).toBe(plain);
    const command = object('c2a-gc');
    expect((command.get('createdAt') as JavaObject).get('this$0')).toBe(command);
  });

  test('a string referred to twice', () => {
    const bytes = stream(`75 ${OBJECT_ARRAY} 00000002 74 ${utf('s')} 71 007e0002`);
    expect((readObject(bytes) as JavaArray).elements).toEqual(['s', 's']);
  });
});

describe('custom data', () => {
  test('records are merged, objects stand between, each class has its own', () => {
    const value = object('form-custom-data');
    const base = value.custom('sample.Gen$Base');
    expect(base.map((item) => (Buffer.isBuffer(item) ? item.length : item))).toEqual([2505, 'object', 8]);
    expect((base[0] as Buffer).subarray(2500)).toEqual(Buffer.from('\0\x03end', 'latin1'));
    expect(value.custom().map((item) => (Buffer.isBuffer(item) ? item.length : item))).toEqual([null, 204]);
    expect(value.get('self')).toBe(value);
  });

  test('externalizable: all of it is custom data', () => {
    const value = object('form-externalizable');
    expect(value.parts).toHaveLength(1);
    expect(value.custom()).toEqual([Buffer.from('\0\0\0\x05\0\x03ext', 'latin1'), 'obj', Buffer.from([1])]);
  });

  test('externalizable in protocol version 1 is refused by name', () => {
    expect(() => readObject(fixture('other-externalizable-version-1'))).toThrow(
      /sample\.Gen\$Ext .*protocol version 1/,
    );
  });

  test.each([
    ['c2a-userrequest-remoteinputstream-greedy', 'hudson.remoting.RemoteInputStream'],
    ['c2a-userrequest-remoteinputstream-lazy', 'hudson.remoting.RemoteInputStream'],
    ['c2a-userrequest-pipe-localtoremote', 'hudson.remoting.Pipe'],
    ['c2a-userrequest-pipe-remotetolocal', 'hudson.remoting.Pipe'],
  ])('%s: declared fields that are never written', (name, className) => {
    const request = object(name).get('request') as JavaArray;
    const callable = readObject(request.elements as Buffer) as JavaObject;
    const carrier = callable.parts.flatMap((part) => Object.values(part.values)).find((v) => v instanceof JavaObject);
    expect(carrier?.className).toBe(className);
    expect(carrier?.desc.fields.length).toBeGreaterThan(0);
    expect(carrier?.get(carrier.desc.fields[0]?.name ?? '')).toBeUndefined();
    expect((carrier?.custom()[0] as Buffer).length).toBeGreaterThan(0);
  });

  test('annotations of class descriptors', () => {
    const request = object('c2a-userrequest-callable').get('request') as JavaArray;
    const callable = readObject(request.elements as Buffer) as JavaObject;
    expect(callable.desc.annotation).toEqual([Buffer.from('fffffffe00000002', 'hex')]);
  });
});

describe('streams of several objects', () => {
  test('objects, block data and resets', () => {
    const reader = new ObjectReader(fixture('other-several-objects'));
    const first = reader.readValue();
    expect(first).toMatchObject({ constant: 'ONE' });
    expect(reader.readItem()).toEqual(Buffer.from('\0\0\0\x05\0\x01x', 'latin1'));
    expect(reader.readValue()).toBe(first);
    expect(reader.atEnd).toBe(false);
    const afterReset = reader.readValue();
    expect(afterReset).not.toBe(first);
    expect(afterReset).toEqual(first);
    expect(reader.atEnd).toBe(true);
    expect(() => reader.readValue()).toThrow(StreamCorruptedError);
  });

  test('a handle does not outlive a reset', () => {
    const reader = new ObjectReader(stream('74', utf('s'), '79 71 007e0000'));
    expect(reader.readValue()).toBe('s');
    expect(() => reader.readValue()).toThrow('invalid handle 7e0000 at offset 9');
  });

  test('going on behind a reset, without a header', () => {
    const reader = new ObjectReader(Buffer.from('740001737979', 'hex'), { header: false });
    expect(reader.readValue()).toBe('s');
    expect(reader.atEnd).toBe(true);
    expect(reader.offset).toBe(6);
  });

  test('readObject wants one object and nothing else', () => {
    expect(readObject(stream('70 79'))).toBeNull();
    expect(() => readObject(stream('70 70'))).toThrow('more data behind the object at offset 5');
    expect(() => readObject(stream('77 01 00'))).toThrow('block data where an object was expected');
  });

  test('a stream that its writer aborted tells the exception', () => {
    const failure = catchError(() => readObject(fixture('other-write-aborted')));
    expect(failure).toBeInstanceOf(WriteAbortedError);
    expect(((failure as WriteAbortedError).exception as JavaObject).className).toBe('java.io.NotSerializableException');
  });

  test('a class descriptor as a value is refused by name', () => {
    expect(() => readObject(fixture('other-class-descriptor'))).toThrow(/java\.io\.ObjectStreamClass/);
  });
});

function catchError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
