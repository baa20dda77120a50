/** Maps that we write. The entries are custom data, handed to `create` as `entries` in its second argument. */
import { CustomDataWriter } from '../custom-data.js';
import { declareClass } from '../declare.js';
import type { JavaObject, JavaValue } from '../model.js';
import { LOAD_FACTOR, bucketsFor, thresholdFor } from './hash-table.js';

export type Entry = readonly [JavaValue, JavaValue];

/**
 * java.util.HashMap: float loadFactor, int threshold; custom: int buckets, int size, keys and values in turn.
 * `create(hashMapFields(entries), { entries })`, also for subclasses.
 */
export const HASH_MAP = declareClass({
  name: 'java.util.HashMap',
  suid: 0x0507dac1c31660d1n,
  fields: { loadFactor: 'F', threshold: 'I' },
  custom: (values) => {
    const entries = entriesOf(values);
    const { length } = entries;
    return new CustomDataWriter().int(bucketsFor(length)).int(length).objects(entries.flat()).items;
  },
});

const LINKED_HASH_MAP = declareClass({
  name: 'java.util.LinkedHashMap',
  suid: 0x34c04e5c106cc0fbn,
  fields: { accessOrder: 'Z' },
  superclass: HASH_MAP,
});

/** java.util.TreeMap: Comparator comparator; custom: int size, keys and values in turn. `create({ comparator }, { entries })`. */
export const TREE_MAP = declareClass({
  name: 'java.util.TreeMap',
  suid: 0x0cc1f63e2d256ae6n,
  fields: { comparator: 'Ljava/util/Comparator;' },
  custom: (values) => {
    const entries = entriesOf(values);
    return new CustomDataWriter().int(entries.length).objects(entries.flat()).items;
  },
});

const EMPTY_MAP = declareClass({ name: 'java.util.Collections$EmptyMap', suid: 0x593614855adce7d0n });
const THE_EMPTY_MAP = EMPTY_MAP.create({});

const SINGLETON_MAP = declareClass({
  name: 'java.util.Collections$SingletonMap',
  suid: 0x9f230991717f6b91n,
  fields: { k: 'Ljava/lang/Object;', v: 'Ljava/lang/Object;' },
});

const CASE_INSENSITIVE = declareClass({
  name: 'java.lang.String$CaseInsensitiveComparator',
  suid: 0x77035c7d5c50e5cen,
});
const THE_CASE_INSENSITIVE_ORDER = CASE_INSENSITIVE.create({});

export const hashMap = (entries: Iterable<Entry>): JavaObject => {
  const all = [...entries];
  return HASH_MAP.create(hashMapFields(all), { entries: all });
};
/** A LinkedHashMap in insertion order. */
export const linkedHashMap = (entries: Iterable<Entry>): JavaObject => {
  const all = [...entries];
  return LINKED_HASH_MAP.create({ ...hashMapFields(all), accessOrder: false }, { entries: all });
};
/** A TreeMap. The entries must already be in the order of the comparator (null: natural order): Java trusts them. */
export const treeMap = (entries: Iterable<Entry>, comparator: JavaValue = null): JavaObject =>
  TREE_MAP.create({ comparator }, { entries: [...entries] });
/** Collections.emptyMap(), the same object each time, as in Java. */
export const emptyMap = (): JavaObject => THE_EMPTY_MAP;
export const singletonMap = (key: JavaValue, value: JavaValue): JavaObject =>
  SINGLETON_MAP.create({ k: key, v: value });
/** String.CASE_INSENSITIVE_ORDER */
export const caseInsensitiveOrder = (): JavaObject => THE_CASE_INSENSITIVE_ORDER;

/** The fields of a HashMap with so many entries. */
export function hashMapFields(entries: readonly Entry[]): { loadFactor: number; threshold: number } {
  return { loadFactor: LOAD_FACTOR, threshold: thresholdFor(entries.length) };
}

function entriesOf(values: Readonly<Record<string, unknown>>): readonly Entry[] {
  return values['entries'] as readonly Entry[];
}
