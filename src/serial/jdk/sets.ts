/** Sets that we write. The elements are custom data, handed to `create` as `elements` in its second argument. */
import { CustomDataWriter } from '../custom-data.js';
import { declareClass } from '../declare.js';
import type { JavaObject, JavaValue } from '../model.js';
import { LOAD_FACTOR, bucketsFor } from './hash-table.js';

/** java.util.HashSet: custom: int buckets, float loadFactor, int size, elements. */
const HASH_SET = declareClass({
  name: 'java.util.HashSet',
  suid: 0xba44859596b8b734n,
  custom: (values) => {
    const elements = values['elements'] as readonly JavaValue[];
    const { length } = elements;
    return new CustomDataWriter().int(bucketsFor(length)).float(LOAD_FACTOR).int(length).objects(elements).items;
  },
});

const LINKED_HASH_SET = declareClass({
  name: 'java.util.LinkedHashSet',
  suid: 0xd86cd75a95dd2a1en,
  superclass: HASH_SET,
});

/** java.util.TreeSet: custom: Comparator comparator, int size, elements. */
const TREE_SET = declareClass({
  name: 'java.util.TreeSet',
  suid: 0xdd98509395ed875bn,
  custom: (values) => {
    const elements = values['elements'] as readonly JavaValue[];
    const comparator = values['comparator'] as JavaValue;
    return new CustomDataWriter().object(comparator).int(elements.length).objects(elements).items;
  },
});

const EMPTY_SET = declareClass({ name: 'java.util.Collections$EmptySet', suid: 0x15f5721db403cb28n });
const THE_EMPTY_SET = EMPTY_SET.create({});

const SINGLETON_SET = declareClass({
  name: 'java.util.Collections$SingletonSet',
  suid: 0x2c52419829c0b1bfn,
  fields: { element: 'Ljava/lang/Object;' },
});

export const hashSet = (elements: Iterable<JavaValue>): JavaObject => HASH_SET.create({}, { elements: [...elements] });
/** A LinkedHashSet in insertion order. */
export const linkedHashSet = (elements: Iterable<JavaValue>): JavaObject =>
  LINKED_HASH_SET.create({}, { elements: [...elements] });
/** A TreeSet. The elements must already be in the order of the comparator (null: natural order): Java trusts them. */
export const treeSet = (elements: Iterable<JavaValue>, comparator: JavaValue = null): JavaObject =>
  TREE_SET.create({}, { elements: [...elements], comparator });
/** Collections.emptySet(), the same object each time, as in Java. */
export const emptySet = (): JavaObject => THE_EMPTY_SET;
export const singletonSet = (element: JavaValue): JavaObject => SINGLETON_SET.create({ element });
