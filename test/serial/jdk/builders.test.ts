import { describe, expect, test } from 'vitest';
import * as jdk from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { readObject } from '../../../src/serial/reader.js';
import { throwable } from '../../../src/serial/throwables.js';
import { writeObject } from '../../../src/serial/writer.js';
import { fixture } from '../fixture.js';

const hex = (bytes: Buffer) => bytes.toString('hex');

/** k0..kn in the order of Java's HashMap, as the recording has them. */
const hashMapLike = (name: string) => jdk.hashMap(jdk.mapEntries(readObject(fixture(name))));
const hashSetLike = (name: string) => jdk.hashSet(jdk.listValues(readObject(fixture(name))));
const entries = (count: number): [string, string][] => Array.from({ length: count }, (_, i) => [`k${i}`, `v${i}`]);

test.each<[string, JavaValue]>([
  ['jdk-boolean', jdk.boxBoolean(true)],
  ['jdk-character', jdk.boxChar(0x20ac)],
  ['jdk-byte', jdk.boxByte(-1)],
  ['jdk-short', jdk.boxShort(-2)],
  ['jdk-integer', jdk.boxInt(-3)],
  ['jdk-long', jdk.boxLong(-(2n ** 63n))],
  ['jdk-float', jdk.boxFloat(1.5)],
  ['jdk-double', jdk.boxDouble(Math.PI)],
  ['array-boolean', jdk.booleanArray([true, false])],
  ['array-char', jdk.charArray([0x41, 0xd83d])],
  ['array-short', jdk.shortArray([-2, 3])],
  ['array-int', jdk.intArray([-2, 0x7fffffff])],
  ['array-long', jdk.longArray([-2n, 2n ** 63n - 1n])],
  ['array-float', jdk.floatArray([0.5, NaN])],
  ['array-double', jdk.doubleArray([0.25, -Infinity])],
  ['array-byte2', jdk.byteArrays([Buffer.from([7]), Buffer.alloc(0)])],
  ['array-string', jdk.stringArray(['a', null])],
  ['array-string2', jdk.stringArrays([['a'], []])],
  ['array-object', jdk.objectArray(['a', jdk.boxInt(1)])],
  ['jdk-arraylist', jdk.arrayList(['a'])],
  ['jdk-linkedlist', jdk.linkedList(['e'])],
  ['jdk-listof', jdk.listOf(['a', 'b'])],
  ['jdk-setof', jdk.setOf(['a'])],
  ['jdk-mapof', jdk.mapOf([['a', 'b']])],
  ['jdk-emptylist', jdk.emptyList()],
  ['jdk-emptymap', jdk.emptyMap()],
  ['jdk-emptyset', jdk.emptySet()],
  ['jdk-singletonlist', jdk.singletonList('e')],
  ['jdk-singletonset', jdk.singletonSet('e')],
  ['jdk-singletonmap', jdk.singletonMap('k', 'v')],
  ['jdk-hashmap-0', jdk.hashMap([])],
  ['jdk-hashmap-12', hashMapLike('jdk-hashmap-12')],
  ['jdk-hashmap-13', hashMapLike('jdk-hashmap-13')],
  ['jdk-linkedhashmap-0', jdk.linkedHashMap([])],
  ['jdk-linkedhashmap-12', jdk.linkedHashMap(entries(12))],
  ['jdk-linkedhashmap-13', jdk.linkedHashMap(entries(13))],
  ['jdk-treemap', jdk.treeMap([['k', 'v']])],
  ['jdk-treemap-comparator', jdk.treeMap(entries(2), jdk.caseInsensitiveOrder())],
  ['jdk-hashset-0', jdk.hashSet([])],
  ['jdk-hashset-12', hashSetLike('jdk-hashset-12')],
  ['jdk-hashset-13', hashSetLike('jdk-hashset-13')],
  ['jdk-linkedhashset', jdk.linkedHashSet(['k0', 'k1'])],
  ['jdk-treeset', jdk.treeSet(['k0', 'k1'])],
  ['jdk-date', jdk.date(1234)],
  ['jdk-file', jdk.file('/a/b')],
  ['jdk-uuid', jdk.uuid('0ff1ce00-dead-beef-8000-0123456789ab')],
  ['jdk-uri', jdk.uri('http://h/')],
  ['jdk-url-full', jdk.url('http://u@h:80/p?q#r')],
  ['jdk-level', jdk.level('FINE')],
  [
    'jdk-logrecord',
    jdk.logRecord({
      level: 'WARNING',
      message: 'hello {0}',
      millis: 1_700_000_000_123,
      nanos: 456_789,
      sequenceNumber: 7,
      threadId: 12,
      loggerName: 'a.b',
      sourceClassName: 'C',
      sourceMethodName: 'm',
      parameters: ['1', null],
      thrown: throwable({ javaClass: 'java.io.IOException', message: 'x' }),
    }),
  ],
])('%s is built byte for byte', (name, value) => {
  expect(hex(writeObject(value))).toBe(hex(fixture(name)));
  expect(readObject(fixture(name))).toEqual(value);
});

describe('where Java shares a string between two fields', () => {
  test.each<[string, JavaObject]>([
    ['jdk-url', jdk.url('http://h/p')],
    ['jdk-locale', jdk.locale({ language: 'en', country: 'US' })],
  ])('%s is built equal', (name, value) => {
    expect(readObject(fixture(name))).toEqual(value);
    expect(readObject(writeObject(value))).toEqual(value);
  });

  test('Arrays.asList', () => {
    const { desc } = jdk.stringArray([]);
    expect(hex(writeObject(jdk.arraysAsList(['a', null], desc)))).toBe(hex(fixture('jdk-aslist')));
  });
});

test('List.of, Set.of and Map.of hold no null', () => {
  expect(() => jdk.listOf(['a', null])).toThrow(TypeError);
  expect(() => jdk.mapOf([['a', null]])).toThrow(TypeError);
});
