/** Lists that we write. The elements are custom data, handed to `create` as `elements` in its second argument. */
import { CustomDataWriter } from '../custom-data.js';
import { declareClass } from '../declare.js';
import type { ClassDesc, CustomItem, JavaObject, JavaValue } from '../model.js';
import { objectArray } from './arrays.js';

/** java.util.ArrayList: int size; custom: int capacity, elements. `create({ size }, { elements })`, also for subclasses. */
export const ARRAY_LIST = declareClass({
  name: 'java.util.ArrayList',
  suid: 0x7881d21d99c7619dn,
  fields: { size: 'I' },
  custom: (values) => sizeAndElements(elementsOf(values)),
});

const LINKED_LIST = declareClass({
  name: 'java.util.LinkedList',
  suid: 0x0c29535d4a608822n,
  custom: (values) => sizeAndElements(elementsOf(values)),
});

const ARRAYS_LIST = declareClass({
  name: 'java.util.Arrays$ArrayList',
  suid: 0xd9a43cbecd8806d2n,
  fields: { a: '[Ljava/lang/Object;' },
});

const EMPTY_LIST = declareClass({ name: 'java.util.Collections$EmptyList', suid: 0x7ab817b43ca79eden });
const THE_EMPTY_LIST = EMPTY_LIST.create({});

const SINGLETON_LIST = declareClass({
  name: 'java.util.Collections$SingletonList',
  suid: 0x2aef29103ca79b97n,
  fields: { element: 'Ljava/lang/Object;' },
});

/** java.util.CollSer, what List.of, Set.of and Map.of become: int tag; custom: int count, elements (keys and values in turn). */
const COLL_SER = declareClass({
  name: 'java.util.CollSer',
  suid: 0x578eabb63a1ba811n,
  fields: { tag: 'I' },
  custom: (values) => sizeAndElements(elementsOf(values)),
});

/** CollSer.tag, its low byte. */
export const COLL_SER_TAGS = { LIST: 1, SET: 2, MAP: 3, LIST_WITH_NULLS: 4 } as const;

export const arrayList = (elements: readonly JavaValue[]): JavaObject =>
  ARRAY_LIST.create({ size: elements.length }, { elements });
export const linkedList = (elements: readonly JavaValue[]): JavaObject => LINKED_LIST.create({}, { elements });
/** Arrays.asList, over an Object[] or an array of the class given. */
export const arraysAsList = (elements: readonly JavaValue[], arrayClass?: ClassDesc): JavaObject =>
  ARRAYS_LIST.create({ a: objectArray(elements, arrayClass) });
/** Collections.emptyList(), the same object each time, as in Java. */
export const emptyList = (): JavaObject => THE_EMPTY_LIST;
export const singletonList = (element: JavaValue): JavaObject => SINGLETON_LIST.create({ element });
/** List.of; elements may not be null. */
export const listOf = (elements: readonly JavaValue[]): JavaObject => collSer(COLL_SER_TAGS.LIST, elements);
/** Set.of; elements may not be null. */
export const setOf = (elements: readonly JavaValue[]): JavaObject => collSer(COLL_SER_TAGS.SET, elements);
/** Map.of; neither keys nor values may be null. */
export const mapOf = (entries: readonly (readonly [JavaValue, JavaValue])[]): JavaObject =>
  collSer(COLL_SER_TAGS.MAP, entries.flat());

function collSer(tag: number, elements: readonly JavaValue[]): JavaObject {
  if (elements.includes(null)) throw new TypeError('List.of, Set.of and Map.of hold no null');
  return COLL_SER.create({ tag }, { elements });
}

function sizeAndElements(elements: readonly JavaValue[]): readonly CustomItem[] {
  return new CustomDataWriter().int(elements.length).objects(elements).items;
}

function elementsOf(values: Readonly<Record<string, unknown>>): readonly JavaValue[] {
  return values['elements'] as readonly JavaValue[];
}
