/** Compares Java objects as data: what the official agent answered with what ours does. */
import { listValues, mapEntries } from '../../src/serial/jdk.js';
import { JavaArray, JavaClass, JavaEnum, JavaObject } from '../../src/serial/model.js';
import type { ClassDesc, CustomItem, JavaValue } from '../../src/serial/model.js';
import { readStreamRef } from '../../src/remoting/remote-refs.js';
import { readProxy } from '../../src/remoting/wire/proxy-class.js';

export interface Difference {
  /** Where: `.field[index]...` from the answer's root. */
  readonly path: string;
  readonly recorded: string;
  readonly actual: string;
}

export interface Comparison {
  readonly differences: Difference[];
  /** Object ids that the official agent gave to what ours calls otherwise: recorded -> actual. */
  readonly oids: Map<number, number>;
}

/** Compares two values; differences and pairs of object ids are collected in `into`. */
export function compareValues(recorded: JavaValue, actual: JavaValue, into: Comparison, path = ''): void {
  const differ = (a: string, b: string, at = path) => void into.differences.push({ path: at, recorded: a, actual: b });
  if (typeof recorded !== 'object' || typeof actual !== 'object' || recorded === null || actual === null) {
    if (recorded !== actual) differ(show(recorded), show(actual));
    return;
  }
  if (recorded.className !== actual.className || recorded.constructor !== actual.constructor) {
    return differ(show(recorded), show(actual));
  }
  if (recorded instanceof JavaClass) return;
  if (recorded instanceof JavaEnum) {
    const { constant } = actual as JavaEnum;
    if (recorded.constant !== constant) differ(recorded.constant, constant);
    return;
  }
  if (recorded instanceof JavaArray) return compareArrays(recorded, actual as JavaArray, into, path);
  compareObjects(recorded, actual as JavaObject, into, path);
}

function compareArrays(recorded: JavaArray, actual: JavaArray, into: Comparison, path: string): void {
  const [a, b] = [recorded.elements, actual.elements];
  if (Array.isArray(a) && Array.isArray(b)) {
    const pathsOnly = a.every(isFilePath) && b.every(isFilePath);
    return pathsOnly ? compareLists(sorted(a), sorted(b), into, path) : compareLists(a, b, into, path);
  }
  const [x, y] = [Array.from(a as Int32Array).join(), Array.from(b as Int32Array).join()];
  if (x !== y) into.differences.push({ path, recorded: x, actual: y });
}

function sorted(values: readonly JavaValue[]): JavaValue[] {
  return [...values].sort((a, b) => (show(a) < show(b) ? -1 : 1));
}

function compareLists(a: readonly JavaValue[], b: readonly JavaValue[], into: Comparison, path: string): void {
  if (a.length !== b.length)
    into.differences.push({ path: `${path}.length`, recorded: String(a.length), actual: String(b.length) });
  for (let i = 0; i < Math.min(a.length, b.length); i++)
    compareValues(a[i] ?? null, b[i] ?? null, into, `${path}[${i}]`);
}

function compareObjects(recorded: JavaObject, actual: JavaObject, into: Comparison, path: string): void {
  const proxies = [readProxy(recorded), readProxy(actual)] as const;
  if (proxies[0] && proxies[1]) {
    into.oids.set(proxies[0].oid, proxies[1].oid);
    const [a, b] = [proxies[0].interfaces.join(), proxies[1].interfaces.join()];
    if (a !== b) into.differences.push({ path, recorded: a, actual: b });
    return;
  }
  const streams = [readStreamRef(recorded), readStreamRef(actual)] as const;
  if (streams[0] && streams[1]) {
    into.oids.set(streams[0].oid, streams[1].oid);
    if (streams[0].kind !== streams[1].kind) {
      into.differences.push({ path, recorded: streams[0].kind, actual: streams[1].kind });
    }
    return;
  }
  if (recorded.isA('java.lang.Throwable')) return compareThrowables(recorded, actual, into, path);
  compareDescs(recorded.desc, actual.desc, into, path);
  if (UNORDERED.has(recorded.className) || isListOfPaths(recorded))
    return compareUnordered(recorded, actual, into, path);
  for (const part of recorded.parts) {
    const other = actual.parts.find((candidate) => candidate.desc.name === part.desc.name);
    for (const [name, value] of Object.entries(part.values)) {
      if (!isCapacity(recorded.className, name)) {
        compareValues(value, other?.values[name] ?? null, into, `${path}.${name}`);
      }
    }
    compareCustom(part.custom ?? [], other?.custom ?? [], into, `${path}<${part.desc.name}>`);
  }
}

/** Lists of files come in the order of the file system, here as there. */
function isListOfPaths(list: JavaObject): boolean {
  if (list.className !== 'java.util.ArrayList') return false;
  const values = listValues(list);
  return values.length > 0 && values.every(isFilePath);
}

function isFilePath(value: JavaValue): boolean {
  return value instanceof JavaObject && value.className === 'hudson.FilePath';
}

/** Classes whose capacity and order say nothing. */
const UNORDERED = new Set(['java.util.HashMap', 'java.util.HashSet']);

function isCapacity(className: string, field: string): boolean {
  return className === 'java.util.LinkedHashMap' && (field === 'threshold' || field === 'loadFactor');
}

function compareUnordered(recorded: JavaObject, actual: JavaObject, into: Comparison, path: string): void {
  const items = (object: JavaObject): JavaValue[] => {
    const pairs = object.className.endsWith('Map')
      ? mapEntries(object)
      : listValues(object).map((v) => [v, null] as const);
    return [...pairs].sort((a, b) => (show(a[0]) < show(b[0]) ? -1 : 1)).flatMap(([key, value]) => [key, value]);
  };
  compareLists(items(recorded), items(actual), into, path);
}

function compareThrowables(recorded: JavaObject, actual: JavaObject, into: Comparison, path: string): void {
  compareDescs(recorded.desc, actual.desc, into, path);
  for (const field of ['detailMessage', 'file', 'other', 'reason']) {
    compareValues(recorded.get(field) ?? null, actual.get(field) ?? null, into, `${path}.${field}`);
  }
  const [a, b] = [recorded.get('cause'), actual.get('cause')];
  if (a !== recorded || b !== actual)
    compareValues(a === recorded ? null : (a ?? null), b === actual ? null : (b ?? null), into, `${path}.cause`);
}

/** A descriptor that we write must be the official one: the controller checks serialVersionUIDs and field types. */
function compareDescs(recorded: ClassDesc, actual: ClassDesc, into: Comparison, path: string): void {
  const text = ({ name, suid, fields }: ClassDesc) =>
    `${name} ${suid} ${fields.map((f) => `${f.type} ${f.name}`).join(', ')}`;
  if (text(recorded) !== text(actual)) {
    into.differences.push({ path: `${path} class`, recorded: text(recorded), actual: text(actual) });
  }
  if (recorded.superDesc && actual.superDesc) compareDescs(recorded.superDesc, actual.superDesc, into, path);
}

function compareCustom(a: readonly CustomItem[], b: readonly CustomItem[], into: Comparison, path: string): void {
  if (a.length !== b.length)
    into.differences.push({ path: `${path}.length`, recorded: String(a.length), actual: String(b.length) });
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? null, b[i] ?? null];
    if (!Buffer.isBuffer(x) && !Buffer.isBuffer(y)) compareValues(x, y, into, `${path}[${i}]`);
    else if (!path.includes('<java.util.') && show(x) !== show(y)) {
      into.differences.push({ path: `${path}[${i}]`, recorded: show(x), actual: show(y) });
    }
  }
}

/** A value in a few words, for messages and for sorting. */
export function show(value: CustomItem): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (value instanceof JavaEnum) return `${value.className}.${value.constant}`;
  if (value instanceof JavaObject) {
    const message = value.get('detailMessage');
    const fields = value.parts.flatMap((part) => Object.entries(part.values)).filter(([, v]) => typeof v !== 'object');
    if (message !== undefined) return `${value.className}: ${show(message)}`;
    return `${value.className}{${fields.map(([name, v]) => `${name}=${show(v)}`).join(', ')}}`;
  }
  return value.className;
}
