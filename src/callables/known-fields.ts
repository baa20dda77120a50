/**
 * The fields that classes of plugins have had. What an object carries beyond them is of a version that nobody here has read: where
 * it holds anything but Java's default it may change what is to be done, so the object is refused, by name, before anything has
 * happened, rather than half understood.
 */
import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import { UnknownClassError } from './unknown-class.js';

/** A class as its plugin's sources have it. */
export interface KnownClass {
  /** Versions whose sources were compared, the newest first. */
  readonly versions: readonly string[];
  /** Fields of all of these versions. */
  readonly always: readonly string[];
  /** Fields of some of them: the versions. */
  readonly sometimes?: Readonly<Record<string, readonly string[]>>;
}

/** Java class -> its fields, of one plugin. */
export interface KnownFields {
  readonly plugin: string;
  readonly classes: Readonly<Record<string, KnownClass>>;
}

const known = new Map<string, KnownClass & { readonly plugin: string }>();

export function useKnownFields({ plugin, classes }: KnownFields): void {
  for (const [name, fields] of Object.entries(classes)) known.set(name, { ...fields, plugin });
}

/**
 * Checks the fields of an object whose class was compared; of others nothing is said.
 * @param complete also refuses it when it lacks a field that every version has: for what must not be read as if there were nothing
 * @throws UnknownClassError java.io.IOException that names class, field and plugin
 */
export function assertKnownFields(object: JavaObject, complete = false): void {
  for (const { desc, values } of object.parts) {
    const fields = known.get(desc.name);
    if (!fields) continue;
    for (const { name } of desc.fields) {
      if (!isKnown(fields, name) && !isDefault(values[name])) throw refusal(desc.name, name, fields, 'has a field');
    }
    if (!complete) continue;
    const missing = fields.always.find((name) => !desc.fields.some((field) => field.name === name));
    if (missing !== undefined) throw refusal(desc.name, missing, fields, 'lacks the field');
  }
}

function isKnown({ always, sometimes }: KnownClass, name: string): boolean {
  return always.includes(name) || (sometimes !== undefined && Object.hasOwn(sometimes, name)) || CAPTURED.test(name);
}

/** What javac adds to inner classes. */
const CAPTURED = /^(this|val)\$/;

function isDefault(value: JavaValue | undefined): boolean {
  return value === undefined || value === null || value === false || value === 0 || value === 0n;
}

function refusal(
  className: string,
  field: string,
  { plugin, versions }: KnownClass & { readonly plugin: string },
  problem: string,
): UnknownClassError {
  const compared = `${plugin} ${versions.at(-1) ?? ''} to ${versions[0] ?? ''}`;
  return new UnknownClassError(
    className,
    `${className} ${problem} ${field}, unlike in the versions that this agent knows (${compared}). Nothing was done.`,
  );
}
