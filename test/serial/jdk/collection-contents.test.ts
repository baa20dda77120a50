import { describe, expect, test } from 'vitest';
import { declareClass } from '../../../src/serial/declare.js';
import { InvalidObjectError } from '../../../src/serial/errors.js';
import * as jdk from '../../../src/serial/jdk.js';
import { JavaObject } from '../../../src/serial/model.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { readObject } from '../../../src/serial/reader.js';
import { fixture } from '../fixture.js';

const read = (name: string) => readObject(fixture(name));
const { listValues, mapEntries, stringMap, stringValues } = jdk;

describe('listValues', () => {
  test.each<[string, JavaValue[]]>([
    ['jdk-arraylist', ['a']],
    ['jdk-linkedlist', ['e']],
    ['jdk-arraydeque', ['k0', 'k1']],
    ['jdk-vector', ['k0', 'k1']],
    ['jdk-hashset', ['s']],
    ['jdk-linkedhashset', ['k0', 'k1']],
    ['jdk-treeset', ['k0', 'k1']],
    ['jdk-aslist', ['a', null]],
    ['jdk-listof', ['a', 'b']],
    ['jdk-setof', ['a']],
    ['jdk-stream-tolist', ['a', null]],
    ['jdk-emptylist', []],
    ['jdk-emptyset', []],
    ['jdk-singletonlist', ['e']],
    ['jdk-singletonset', ['e']],
    ['jdk-unmodifiablelist', ['k0']],
    ['jdk-unmodifiableset', ['k0']],
    ['jdk-synchronizedlist', ['k0']],
    ['jdk-copyonwritelist', ['e']],
    ['jdk-copyonwriteset', ['e']],
    ['jdk-concurrentlinkedqueue', ['e']],
    ['array-string', ['a', null]],
  ])('%s', (name, values) => {
    expect(listValues(read(name))).toEqual(values);
  });

  test('EnumSet', () => {
    expect(listValues(read('jdk-enumset'))).toMatchObject([{ constant: 'NEW' }]);
  });

  test('a subclass', () => {
    const MINE = declareClass({ name: 'a.MyList', suid: 1n, fields: { other: 'I' }, superclass: jdk.ARRAY_LIST });
    expect(listValues(MINE.create({ size: 1, other: 5 }, { elements: ['x'] }))).toEqual(['x']);
  });

  test.each<[string, JavaValue | undefined]>([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'x'],
    ['a map', jdk.hashMap([])],
    ['Map.of', jdk.mapOf([])],
    ['a boxed number', jdk.boxInt(1)],
    ['an array of ints', jdk.intArray([1])],
  ])('%s is refused', (_, value) => {
    expect(() => listValues(value)).toThrow(InvalidObjectError);
  });

  test('a collection that wraps itself is refused', () => {
    const { desc } = read('jdk-unmodifiablelist') as JavaObject;
    const parts: JavaObject['parts'] = [];
    const object = new JavaObject(desc, parts);
    for (let one = desc.superDesc; one; one = one.superDesc) parts.push({ desc: one, values: { c: object } });
    expect(() => listValues(object)).toThrow(InvalidObjectError);
  });
});

describe('mapEntries', () => {
  const two = [
    ['k0', 'v0'],
    ['k1', 'v1'],
  ];

  test.each<[string, unknown]>([
    ['jdk-linkedhashmap', [['k', 'v']]],
    ['jdk-treemap', [['k', 'v']]],
    ['jdk-treemap-comparator', two],
    ['jdk-hashmap-0', []],
    ['jdk-mapof', [['a', 'b']]],
    ['jdk-properties', [['a', 'b']]],
    ['jdk-hashtable', [['a', 'b']]],
    ['jdk-emptymap', []],
    ['jdk-singletonmap', [['k', 'v']]],
    ['jdk-unmodifiablemap', [['k0', 'v0']]],
    ['jdk-unmodifiablesortedmap', [['k0', 'v0']]],
    ['jdk-synchronizedmap', [['k0', 'v0']]],
    ['jdk-concurrenthashmap', two],
    ['jdk-concurrentskiplistmap', two],
    ['jdk-identityhashmap', [['a', 'b']]],
  ])('%s', (name, entries) => {
    expect(mapEntries(read(name))).toEqual(entries);
  });

  test('EnumMap', () => {
    expect(mapEntries(read('jdk-enummap'))).toMatchObject([[{ constant: 'NEW' }, 'x']]);
  });

  test('null values stay', () => {
    expect(mapEntries(jdk.hashMap([['k', null]]))).toEqual([['k', null]]);
    expect(mapEntries(jdk.singletonMap(null, null))).toEqual([[null, null]]);
  });

  test('a list, or a key without a value, is refused', () => {
    expect(() => mapEntries(jdk.arrayList([]))).toThrow(InvalidObjectError);
    const { desc, parts } = read('jdk-hashtable') as JavaObject;
    const cut = new JavaObject(
      desc,
      parts.map((part) => ({ ...part, custom: part.custom?.slice(0, -1) ?? [] })),
    );
    expect(() => mapEntries(cut)).toThrow('holds a key without a value');
  });
});

test('stringMap and stringValues', () => {
  expect(stringMap(read('jdk-treemap-comparator'))).toEqual(
    new Map([
      ['k0', 'v0'],
      ['k1', 'v1'],
    ]),
  );
  expect(stringMap(jdk.hashMap([['k', null]]))).toEqual(new Map([['k', null]]));
  expect(() => stringMap(jdk.hashMap([['k', jdk.boxInt(1)]]))).toThrow(InvalidObjectError);
  expect(() => stringMap(jdk.hashMap([[null, 'v']]))).toThrow(InvalidObjectError);
  expect(stringValues(read('jdk-treeset'))).toEqual(['k0', 'k1']);
  expect(() => stringValues(read('jdk-aslist'))).toThrow(InvalidObjectError);
});
