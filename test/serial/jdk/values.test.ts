import { describe, expect, test } from 'vitest';
import { InvalidObjectError } from '../../../src/serial/errors.js';
import * as jdk from '../../../src/serial/jdk.js';
import type { JavaObject } from '../../../src/serial/model.js';
import { readObject } from '../../../src/serial/reader.js';
import { writeObject } from '../../../src/serial/writer.js';
import { fixture } from '../fixture.js';

const read = (name: string) => readObject(fixture(name));

describe('boxes', () => {
  test.each([
    ['jdk-boolean', true],
    ['jdk-character', 0x20ac],
    ['jdk-byte', -1],
    ['jdk-short', -2],
    ['jdk-integer', -3],
    ['jdk-long', -(2n ** 63n)],
    ['jdk-float', 1.5],
    ['jdk-double', Math.PI],
  ])('%s', (name, value) => {
    expect(jdk.unbox(read(name))).toBe(value);
    expect(jdk.isBoxed(read(name))).toBe(true);
  });

  test('anything else is refused', () => {
    for (const other of [undefined, null, 'x', jdk.arrayList([])]) {
      expect(jdk.isBoxed(other)).toBe(false);
      expect(() => jdk.unbox(other)).toThrow(InvalidObjectError);
    }
  });

  test('a number that its type cannot hold is not written', () => {
    expect(() => writeObject(jdk.boxByte(128))).toThrow('java.lang.Byte.value of type B cannot be the number 128');
  });
});

test('dates', () => {
  expect(jdk.dateMillis(read('jdk-date'))).toBe(1234n);
  expect(jdk.dateMillis(jdk.date(-1n))).toBe(-1n);
  expect(() => jdk.dateMillis(jdk.boxLong(1n))).toThrow(InvalidObjectError);
});

test('files', () => {
  expect(jdk.filePath(read('jdk-file'))).toBe('/a/b');
  expect(jdk.file('C:\\x', '\\').custom()).toEqual([Buffer.from([0, 0x5c])]);
  expect(() => jdk.filePath('x')).toThrow(InvalidObjectError);
});

test('UUIDs', () => {
  expect(jdk.uuidText(read('jdk-uuid'))).toBe('0ff1ce00-dead-beef-8000-0123456789ab');
  expect(jdk.uuidText(jdk.uuid('00000000-0000-0000-0000-000000000001'))).toBe('00000000-0000-0000-0000-000000000001');
  expect(() => jdk.uuid('x')).toThrow(InvalidObjectError);
});

test('locales', () => {
  const plain = { country: '', variant: '', script: '', extensions: '' };
  expect(jdk.localeParts(read('jdk-locale'))).toEqual({ ...plain, language: 'en', country: 'US' });
  expect(jdk.localeParts(jdk.locale({ language: 'de' }))).toEqual({ ...plain, language: 'de' });
});

describe('URLs', () => {
  test.each([
    ['http://h/', { protocol: 'http', host: 'h', port: -1, authority: 'h', file: '/', ref: null }],
    ['HTTP://u@h:80/p?q#r', { protocol: 'http', host: 'h', port: 80, authority: 'u@h:80', file: '/p?q', ref: 'r' }],
    ['https://[::1]:8443/x', { protocol: 'https', host: '[::1]', port: 8443, authority: '[::1]:8443', file: '/x' }],
    ['http://h', { host: 'h', file: '' }],
    ['http://h?q', { host: 'h', file: '?q' }],
    ['file:/a/b', { protocol: 'file', host: '', port: -1, authority: null, file: '/a/b' }],
    ['jar:file:/x.jar!/y', { protocol: 'jar', host: '', file: 'file:/x.jar!/y' }],
  ])('%s', (text, fields) => {
    const value = jdk.url(text);
    for (const [name, field] of Object.entries(fields)) expect(value.get(name), name).toBe(field);
    expect(jdk.urlText(value)).toBe(text.replace('HTTP', 'http'));
  });

  test('recorded ones', () => {
    expect(jdk.urlText(read('jdk-url'))).toBe('http://h/p');
    expect(jdk.urlText(read('jdk-url-full'))).toBe('http://u@h:80/p?q#r');
  });

  test('no URL', () => {
    expect(() => jdk.url('/a/b')).toThrow(InvalidObjectError);
    expect(() => jdk.urlText(jdk.uri('http://h/'))).toThrow(InvalidObjectError);
  });

  test('URIs', () => {
    expect(jdk.uriText(read('jdk-uri'))).toBe('http://h/');
    expect(() => jdk.uriText(jdk.url('http://h/'))).toThrow(InvalidObjectError);
  });
});

describe('logging', () => {
  test('levels', () => {
    expect(jdk.levelOf(read('jdk-level'))).toEqual({ name: 'FINE', value: 500 });
    expect(jdk.levelOf(jdk.level('ALL'))).toEqual({ name: 'ALL', value: -0x80000000 });
    expect(jdk.level('INFO')).toBe(jdk.level('INFO'));
    expect(() => jdk.levelOf(null)).toThrow(InvalidObjectError);
  });

  test('a record without anything optional', () => {
    const record = readObject(
      writeObject(jdk.logRecord({ level: 'INFO', message: null, millis: 0, sequenceNumber: 1n })),
    ) as JavaObject;
    expect(record.custom()).toEqual([Buffer.from('0100ffffffff', 'hex')]);
    expect(record.get('loggerName')).toBeNull();
    expect(record.get('longThreadID')).toBe(1n);
  });
});
