/** What must be known of an exception class to write it. */
export interface ThrowableDeclaration {
  /** Binary class name. */
  readonly name: string;
  readonly suid: bigint;
  /** Name of the superclass, declared before or after. */
  readonly superclass: string;
  /** Own fields in wire order, name -> JVM signature. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Whether it has a writeObject method, which writes nothing but the fields. */
  readonly writeMethod?: boolean;
  /** Whether it is there for its subclasses only. */
  readonly isAbstract?: boolean;
  /** Own field of type java.util.List that holds the suppressed exceptions as well. */
  readonly suppressedField?: string;
}

/** Declarations of classes without fields of their own: name -> serialVersionUID. */
export function plainSubclasses(superclass: string, suids: Readonly<Record<string, bigint>>): ThrowableDeclaration[] {
  return Object.entries(suids).map(([name, suid]) => ({ name, suid, superclass }));
}
