/**
 * Java objects as data. What the reader returns and the writer takes: nothing here is ever evaluated, an object is its
 * class descriptor and the values of its fields, one part for each class of its hierarchy.
 *
 * How Java types appear:
 *
 *     boolean -> boolean        byte, short, int -> number      long -> bigint      float, double -> number
 *     char    -> number (UTF-16 code unit)                      java.lang.String -> string (UTF-16, lone surrogates kept)
 *     null    -> null           enum constant -> JavaEnum       Class object -> JavaClass      array -> JavaArray
 *     everything else, boxed numbers and java.lang.reflect.Proxy instances included -> JavaObject
 */
export type JavaValue = null | boolean | number | bigint | string | JavaObject | JavaArray | JavaEnum | JavaClass;

/** A field of a class descriptor: its JVM signature (`I`, `[B`, `Ljava/lang/String;`) and its name. */
export interface FieldDesc {
  readonly type: string;
  readonly name: string;
}

/** A piece of custom data (what a class's writeObject wrote): a run of primitive bytes, adjacent records merged, or an object. */
export type CustomItem = Buffer | JavaValue;

/** Flag bits of a class descriptor, java.io.ObjectStreamConstants. */
export const ClassFlags = {
  WRITE_METHOD: 0x01,
  SERIALIZABLE: 0x02,
  EXTERNALIZABLE: 0x04,
  BLOCK_DATA: 0x08,
  ENUM: 0x10,
} as const;

/** A class descriptor (TC_CLASSDESC), or that of a dynamic proxy (TC_PROXYCLASSDESC: `interfaces` set, name `$Proxy`). */
export interface ClassDesc {
  /** Binary name as Class.getName() gives it: `java.util.ArrayList`, `[B`, `[Ljava.lang.String;`. */
  readonly name: string;
  /** serialVersionUID, signed. */
  readonly suid: bigint;
  readonly flags: number;
  readonly fields: readonly FieldDesc[];
  readonly superDesc: ClassDesc | null;
  /** Interface names of a proxy class; undefined for an ordinary class. */
  readonly interfaces?: readonly string[];
  /** What ObjectOutputStream.annotateClass wrote: remoting puts a class-loader record here. Empty for none. */
  readonly annotation: readonly CustomItem[];
}

/** What one class of an object's hierarchy wrote: its declared fields and, if it has a writeObject method, its custom data. */
export interface ObjectPart {
  readonly desc: ClassDesc;
  readonly values: Readonly<Record<string, JavaValue>>;
  /** undefined when the class wrote no custom data section at all (no SC_WRITE_METHOD flag). */
  readonly custom?: readonly CustomItem[];
}

/** An instance of a serializable or externalizable class, parts ordered superclass first, as on the wire. */
export class JavaObject {
  constructor(
    readonly desc: ClassDesc,
    /** Filled by the reader after construction when the object graph is cyclic. */
    readonly parts: ObjectPart[],
  ) {}

  get className(): string {
    return this.desc.name;
  }

  /** The value of a field, looked up from the most derived class upwards; undefined when no class declares it. */
  get(name: string): JavaValue | undefined {
    for (let i = this.parts.length - 1; i >= 0; i--) {
      const values = this.parts[i]?.values;
      if (values && Object.hasOwn(values, name)) return values[name];
    }
    return undefined;
  }

  /** The custom data of the named class of this hierarchy (default: the most derived); empty when it wrote none. */
  custom(className: string = this.desc.name): readonly CustomItem[] {
    return this.parts.find((part) => part.desc.name === className)?.custom ?? [];
  }

  /** Whether this object's class, or one of its superclasses that the stream shows, has this name. */
  isA(className: string): boolean {
    for (let desc: ClassDesc | null = this.desc; desc; desc = desc.superDesc) if (desc.name === className) return true;
    return false;
  }
}

/** The storage of an array by element signature: byte[] is a Buffer, the other primitives typed arrays, boolean[] and objects plain arrays. */
export type ArrayElements =
  Buffer | Uint16Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array | JavaValue[];

/** A Java array: `[B` Buffer, `[C` Uint16Array, `[S` Int16Array, `[I` Int32Array, `[J` BigInt64Array, `[F`, `[D`, `[Z` and objects JavaValue[]. */
export class JavaArray {
  constructor(
    readonly desc: ClassDesc,
    public elements: ArrayElements,
  ) {}

  get className(): string {
    return this.desc.name;
  }
}

/** An enum constant (TC_ENUM). */
export class JavaEnum {
  constructor(
    readonly desc: ClassDesc,
    readonly constant: string,
  ) {}

  get className(): string {
    return this.desc.name;
  }
}

/** A java.lang.Class object (TC_CLASS). */
export class JavaClass {
  constructor(readonly desc: ClassDesc) {}

  get className(): string {
    return this.desc.name;
  }
}
