/** The exception classes that can be written, by name. */
import { declareClass } from '../declare.js';
import type { DeclaredClass } from '../declare.js';
import type { ThrowableDeclaration } from './declaration.js';
import { JDK_THROWABLES } from './jdk-classes.js';
import { REMOTING_THROWABLES } from './remoting-classes.js';

type FieldTypes = Readonly<Record<string, string>>;

/** A class with the fields of its whole hierarchy. */
export interface ThrowableClass {
  readonly declared: DeclaredClass<FieldTypes>;
  readonly fields: FieldTypes;
  /** Names of the class and its superclasses, most derived first. */
  readonly hierarchy: readonly string[];
  readonly suppressedField: string | undefined;
}

const declarations = new Map<string, ThrowableDeclaration>();
const classes = new Map<string, ThrowableClass>();

/** Registers an exception class. Throws if the name is taken by a different declaration, or its superclass is unknown on use. */
export function declareThrowable(declaration: ThrowableDeclaration): void {
  loadBuiltIn();
  const known = declarations.get(declaration.name);
  if (known && !isSame(known, declaration)) throw new Error(`${declaration.name} is declared differently elsewhere`);
  declarations.set(declaration.name, declaration);
}

/** Whether exceptions of this class can be written. */
export function isKnownThrowable(name: string): boolean {
  loadBuiltIn();
  const declaration = declarations.get(name);
  return declaration !== undefined && !declaration.isAbstract;
}

/** Whether exceptions of a class are also of another; no for classes that are not declared. */
export function isThrowableA(name: string, superclass: string): boolean {
  loadBuiltIn();
  return declarations.has(name) && classNamed(name).hierarchy.includes(superclass);
}

/**
 * The class by name. Throws on one that is unknown or abstract.
 * @param suid the serialVersionUID that one peer has for it; it stays a matter of this exception
 */
export function throwableClass(name: string, suid?: bigint): ThrowableClass {
  const declaration = declarations.get(name);
  if (!isKnownThrowable(name) || !declaration) {
    throw new Error(`${name} is not declared as an exception class: see declareThrowable`);
  }
  return suid === undefined || suid === declaration.suid ? classNamed(name) : build({ ...declaration, suid });
}

function classNamed(name: string): ThrowableClass {
  const known = classes.get(name);
  if (known) return known;
  const declaration = declarations.get(name);
  if (!declaration) throw new Error(`${name} is declared as a superclass, but not itself`);
  const made = build(declaration);
  classes.set(name, made);
  return made;
}

function loadBuiltIn(): void {
  if (declarations.size > 0) return;
  for (const declaration of [...JDK_THROWABLES, ...REMOTING_THROWABLES])
    declarations.set(declaration.name, declaration);
}

function isSame(a: ThrowableDeclaration, b: ThrowableDeclaration): boolean {
  const text = ({ suid, superclass, fields = {} }: ThrowableDeclaration) =>
    JSON.stringify([BigInt.asUintN(64, suid).toString(), superclass, fields]);
  return text(a) === text(b);
}

function build({
  name,
  suid,
  superclass,
  fields = {},
  writeMethod,
  suppressedField,
}: ThrowableDeclaration): ThrowableClass {
  const parent = name === 'java.lang.Throwable' ? undefined : classNamed(superclass);
  const declared = declareClass<FieldTypes, FieldTypes>({
    name,
    suid,
    fields,
    ...(parent && { superclass: parent.declared }),
    ...(writeMethod && { custom: () => [] }),
  });
  return {
    declared,
    fields: { ...parent?.fields, ...fields },
    hierarchy: [name, ...(parent?.hierarchy ?? [])],
    suppressedField,
  };
}
