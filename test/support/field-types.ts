import type { JavaValue } from '../../src/serial/model.js';

/** Types of fields by their values, in the order in which Java writes them: primitives first, both by name. */
export function fieldTypes(values: Readonly<Record<string, JavaValue>>): Record<string, string> {
  const types = Object.entries(values).map(([field, value]) => [field, signature(value)] as const);
  const isObject = (type: string): number => (type.length > 1 ? 1 : 0);
  return Object.fromEntries(
    types.sort(([a, typeA], [b, typeB]) => isObject(typeA) - isObject(typeB) || (a < b ? -1 : 1)),
  );
}

function signature(value: JavaValue): string {
  if (typeof value === 'boolean') return 'Z';
  if (typeof value === 'number') return 'I';
  if (typeof value === 'bigint') return 'J';
  return 'Ljava/lang/Object;';
}
