/** What the collections of the JDK hold, whichever class they are of. */
import { InvalidObjectError } from '../errors.js';
import { JavaArray, JavaObject } from '../model.js';
import type { JavaValue, ObjectPart } from '../model.js';
import { describeValue } from '../primitive.js';
import { COLL_SER_TAGS } from './lists.js';

/**
 * The elements of a java.util.List, Set or Collection, or of an array of objects, in the order of the stream. Subclasses of
 * the known classes are read too. Throws InvalidObjectError on anything else.
 */
export function listValues(value: JavaValue | undefined): JavaValue[] {
  return unwrap(value, (one) => {
    if (one instanceof JavaArray && Array.isArray(one.elements)) return one.elements;
    return readPart(one, LISTS);
  });
}

/** The entries of a java.util.Map in the order of the stream. Subclasses of the known classes are read too. Throws InvalidObjectError. */
export function mapEntries(value: JavaValue | undefined): [JavaValue, JavaValue][] {
  const flat = unwrap(value, (one) => readPart(one, MAPS));
  if (flat.length % 2 !== 0) throw new InvalidObjectError(`${describeValue(value)} holds a key without a value`);
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? null, flat[2 * i + 1] ?? null]);
}

/** A map of strings to strings or nulls. Throws InvalidObjectError on other keys or values. */
export function stringMap(value: JavaValue | undefined): Map<string, string | null> {
  const result = new Map<string, string | null>();
  for (const [key, mapped] of mapEntries(value)) {
    if (typeof key !== 'string' || (typeof mapped !== 'string' && mapped !== null)) {
      throw new InvalidObjectError(
        `a map of strings was expected, not of ${describeValue(key)} to ${describeValue(mapped)}`,
      );
    }
    result.set(key, mapped);
  }
  return result;
}

/** A list, set or array of strings. Throws InvalidObjectError on other elements, null included. */
export function stringValues(value: JavaValue | undefined): string[] {
  return listValues(value).map((element) => {
    if (typeof element === 'string') return element;
    throw new InvalidObjectError(`a string was expected, not ${describeValue(element)}`);
  });
}

/** What a class holds; a JavaObject or JavaArray where it wraps another collection, which is to be read instead. */
type Contents = JavaValue[] | { readonly wrapped: JavaValue };
type PartReader = (part: ObjectPart) => Contents;

const wraps =
  (field: string): PartReader =>
  ({ values }) => ({ wrapped: values[field] ?? null });
const holds =
  (...fields: readonly string[]): PartReader =>
  ({ values }) =>
    fields.map((field) => values[field] ?? null);
/** Custom data whose objects are the contents, behind `skip` other objects and, with `end`, before a number of nulls. */
const objects =
  (skip = 0, end = 0): PartReader =>
  ({ custom = [] }) => {
    const all = custom.filter((item): item is JavaValue => !Buffer.isBuffer(item));
    return all.slice(skip, all.length - end);
  };
const nothing: PartReader = () => [];

const COLLECTIONS = 'java.util.Collections$';
const CONCURRENT = 'java.util.concurrent.';

const LISTS: Readonly<Record<string, PartReader>> = {
  'java.util.ArrayList': objects(),
  'java.util.LinkedList': objects(),
  'java.util.ArrayDeque': objects(),
  'java.util.HashSet': objects(),
  'java.util.TreeSet': objects(1),
  'java.util.Arrays$ArrayList': wraps('a'),
  'java.util.Vector': vectorElements,
  'java.util.CollSer': collSer(COLL_SER_TAGS.LIST, COLL_SER_TAGS.SET, COLL_SER_TAGS.LIST_WITH_NULLS),
  'java.util.EnumSet$SerializationProxy': wraps('elements'),
  [`${CONCURRENT}CopyOnWriteArrayList`]: objects(),
  [`${CONCURRENT}CopyOnWriteArraySet`]: wraps('al'),
  [`${CONCURRENT}ConcurrentLinkedQueue`]: objects(0, 1),
  [`${COLLECTIONS}EmptyList`]: nothing,
  [`${COLLECTIONS}EmptySet`]: nothing,
  [`${COLLECTIONS}SingletonList`]: holds('element'),
  [`${COLLECTIONS}SingletonSet`]: holds('element'),
  [`${COLLECTIONS}UnmodifiableCollection`]: wraps('c'),
  [`${COLLECTIONS}SynchronizedCollection`]: wraps('c'),
  [`${COLLECTIONS}CheckedCollection`]: wraps('c'),
};

const MAPS: Readonly<Record<string, PartReader>> = {
  'java.util.HashMap': objects(),
  'java.util.TreeMap': objects(),
  'java.util.Hashtable': objects(),
  'java.util.EnumMap': objects(),
  'java.util.IdentityHashMap': objects(),
  'java.util.CollSer': collSer(COLL_SER_TAGS.MAP),
  [`${CONCURRENT}ConcurrentHashMap`]: objects(0, 2),
  [`${CONCURRENT}ConcurrentSkipListMap`]: objects(0, 1),
  [`${COLLECTIONS}EmptyMap`]: nothing,
  [`${COLLECTIONS}SingletonMap`]: holds('k', 'v'),
  [`${COLLECTIONS}UnmodifiableMap`]: wraps('m'),
  [`${COLLECTIONS}SynchronizedMap`]: wraps('m'),
  [`${COLLECTIONS}CheckedMap`]: wraps('m'),
};

/** Wrappers around wrappers are rare; a collection that wraps itself is malice. */
const MAX_WRAPPERS = 32;

function unwrap(value: JavaValue | undefined, read: (value: JavaValue) => Contents | undefined): JavaValue[] {
  let one: JavaValue = value ?? null;
  for (let i = 0; i < MAX_WRAPPERS; i++) {
    const contents = read(one);
    if (contents === undefined) break;
    if (Array.isArray(contents)) return contents;
    one = contents.wrapped;
  }
  throw new InvalidObjectError(`a collection of another kind was expected, not ${describeValue(value)}`);
}

/** Superclass first: of the classes here none extends another. */
function readPart(value: JavaValue, readers: Readonly<Record<string, PartReader>>): Contents | undefined {
  if (!(value instanceof JavaObject)) return undefined;
  for (const part of value.parts) {
    if (!Object.hasOwn(readers, part.desc.name)) continue;
    return readers[part.desc.name]?.(part);
  }
  return undefined;
}

/** java.util.CollSer is a list, a set or a map by its tag. */
function collSer(...tags: readonly number[]): PartReader {
  return (part) => {
    const tag = part.values['tag'];
    if (typeof tag === 'number' && tags.includes(tag & 0xff)) return objects()(part);
    throw new InvalidObjectError(`a java.util.CollSer with tag ${describeValue(tag)} was not expected`);
  };
}

/** java.util.Vector: int elementCount, Object[] elementData, whose rest is unused. */
function vectorElements({ values }: ObjectPart): JavaValue[] {
  const { elementCount, elementData } = values;
  if (typeof elementCount !== 'number' || !(elementData instanceof JavaArray) || !Array.isArray(elementData.elements)) {
    throw new InvalidObjectError('a java.util.Vector without elements');
  }
  return elementData.elements.slice(0, elementCount);
}
