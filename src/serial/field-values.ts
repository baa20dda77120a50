import type { JavaValue } from './model.js';

/**
 * Makes an empty map of field values. It inherits nothing, so that a Java field named `toString`, `constructor` or
 * `__proto__` is a field like any other; an instance of a constructor, unlike Object.create(null), stays in V8's fast mode.
 */
export function newFieldValues(): Record<string, JavaValue> {
  return new FieldValues();
}

const FieldValues = function () {
  // nothing to set up
} as unknown as new () => Record<string, JavaValue>;
FieldValues.prototype = Object.create(null) as Record<string, JavaValue>;
