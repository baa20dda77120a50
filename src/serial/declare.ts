/**
 * Declarations of the Java classes that we write: name, serialVersionUID, fields in wire order (primitives by name, then
 * objects and arrays by name), custom data. Declared once, instantiated with `create`.
 */
import { newFieldValues } from './field-values.js';
import { ClassFlags, JavaEnum, JavaObject } from './model.js';
import type { ClassDesc, CustomItem, JavaValue, ObjectPart } from './model.js';

/** Maps a JVM field signature to the TypeScript type of its value. */
type FieldValue<Type extends string> = Type extends 'Z'
  ? boolean
  : Type extends 'J'
    ? bigint
    : Type extends 'B' | 'S' | 'I' | 'C' | 'F' | 'D'
      ? number
      : JavaValue;

type FieldTypes = Readonly<Record<string, string>>;
export type FieldValues<F extends FieldTypes> = { readonly [Name in keyof F]: FieldValue<F[Name]> };

export interface ClassDeclaration<F extends FieldTypes, S extends FieldTypes> {
  readonly name: string;
  readonly suid: bigint;
  /** Field name -> JVM signature, in wire order. Default: no fields. */
  readonly fields?: F;
  readonly superclass?: DeclaredClass<S>;
  /** For classes with a writeObject method: what it writes after (or instead of) the fields. */
  readonly custom?: (values: Readonly<Record<string, unknown>>) => readonly CustomItem[];
  /** Extra flag bits, e.g. ENUM. SERIALIZABLE is always set; WRITE_METHOD follows from `custom`. */
  readonly flags?: number;
}

/** A Java class that we can instantiate on the wire. */
export interface DeclaredClass<F extends FieldTypes> {
  readonly desc: ClassDesc;
  /** Makes an instance; `values` holds the fields of the class and its superclasses, `extra` what `custom` functions read. */
  create(values: FieldValues<F>, extra?: Readonly<Record<string, unknown>>): JavaObject;
  /** @internal the parts of an instance, superclass first */
  parts(values: Readonly<Record<string, unknown>>): ObjectPart[];
}

/** Declares a serializable class. Throws nothing; a wrong order of fields shows in the round-trip tests of its users. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a class may declare no fields
export function declareClass<const F extends FieldTypes = {}, S extends FieldTypes = {}>(
  declaration: ClassDeclaration<F, S>,
): DeclaredClass<F & S> {
  const { name, suid, superclass, custom } = declaration;
  const fields = Object.entries(declaration.fields ?? {}).map(([field, type]) => ({ name: field, type }));
  const desc: ClassDesc = {
    name,
    // As a reader gives it, so that what is built and what is read compare equal.
    suid: BigInt.asIntN(64, suid),
    flags: ClassFlags.SERIALIZABLE | (custom ? ClassFlags.WRITE_METHOD : 0) | (declaration.flags ?? 0),
    fields,
    superDesc: superclass?.desc ?? null,
    annotation: [],
  };
  const parts = (all: Readonly<Record<string, unknown>>): ObjectPart[] => {
    const values = newFieldValues();
    for (const field of fields) values[field.name] = all[field.name] as JavaValue;
    const own: ObjectPart = custom ? { desc, values, custom: custom(all) } : { desc, values };
    return [...(superclass?.parts(all) ?? []), own];
  };
  return { desc, parts, create: (values, extra) => new JavaObject(desc, parts({ ...values, ...extra })) };
}

const ENUM_BASE: ClassDesc = {
  name: 'java.lang.Enum',
  suid: 0n,
  flags: ClassFlags.SERIALIZABLE | ClassFlags.ENUM,
  fields: [],
  superDesc: null,
  annotation: [],
};

/** Declares an enum class; the result makes its constants. */
export function declareEnum<const Names extends readonly string[]>(
  name: string,
  constants: Names,
): { readonly [Name in Names[number]]: JavaEnum } {
  const desc: ClassDesc = { ...ENUM_BASE, name, superDesc: ENUM_BASE };
  return Object.fromEntries(constants.map((constant) => [constant, new JavaEnum(desc, constant)])) as {
    readonly [Name in Names[number]]: JavaEnum;
  };
}
