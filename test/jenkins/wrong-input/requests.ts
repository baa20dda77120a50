import { join } from 'node:path';
import { OPERATIONS, PLACE } from './operations.js';
import type { Field, Operation } from './operations.js';
import { PLACES } from './places.js';

/** An operation on a place, with whole paths. */
export interface Request extends Omit<Operation, 'name'> {
  /** `operation @ place` */
  readonly what: string;
  /** Where its tree is. */
  readonly tree: string;
}

/** What became of a request. */
export interface Outcome {
  /** `= answer` or `! exception` */
  readonly result: string;
  /** What a failed operation has made or changed. */
  readonly left: readonly string[];
}

/** Every operation on every place, each with a tree of its own below a directory. */
export function allRequests(base: string): Request[] {
  const pairs = OPERATIONS.flatMap((operation) =>
    Object.entries(PLACES).map(([place, path]) => ({ operation, place, path })),
  );
  return pairs.map(({ operation: { name, className, fields, on }, place, path }, i) => {
    const tree = join(base, 'trees', `${i}`);
    const pathOf = (relative: string): string =>
      relative === PLACE ? `${path.startsWith('/') ? base : `${tree}/`}${path}` : `${tree}/${relative}`;
    return {
      what: `${name} @ ${place}`,
      tree,
      className,
      fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, withPaths(value, pathOf)])),
      on: on === null ? null : pathOf(on),
    };
  });
}

function withPaths(field: Field, pathOf: (relative: string) => string): Field {
  if (typeof field !== 'object' || field === null) return field;
  if ('path' in field) return { path: pathOf(field.path) };
  if ('virtual' in field) return { virtual: pathOf(field.virtual) };
  return field;
}
