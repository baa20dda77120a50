/**
 * What a class file says of a class's interface (JVM specification, chapter 4); code is skipped.
 *
 *     u4 magic, u2 minor, u2 major, constants, u2 access, u2 this, u2 super, interfaces, fields, methods, attributes
 */
export interface Member {
  readonly name: string;
  readonly modifiers: number;
  /** As it stands in the file: `(Ljava/lang/String;I)V` */
  readonly descriptor: string;
}

export interface ClassFile {
  /** Binary name as Class.getName() gives it. */
  readonly name: string;
  /** Class.getModifiers(): of a nested class those that its source has. */
  readonly modifiers: number;
  readonly interfaces: readonly string[];
  readonly fields: readonly Member[];
  readonly methods: readonly Member[];
  /** The constant of that name, if the class has one. */
  readonly serialVersionUid: bigint | undefined;
}

type Constant = string | bigint | number | undefined;

/** Throws RangeError when the file is cut off or no class file. */
export function readClassFile(file: Buffer): ClassFile {
  const input = new Input(file);
  if (input.u4() !== 0xcafebabe) throw new RangeError('this is no class file');
  input.skip(4);
  const constants = readConstants(input);
  const utf8 = (index: number) => asText(constants[index]);
  const className = (index: number) => utf8(constants[index] as number).replaceAll('/', '.');
  const access = input.u2();
  const thisClass = input.u2();
  input.skip(2);
  const interfaces = input.list(() => className(input.u2()));
  let serialVersionUid: bigint | undefined;
  const readMember = (): Member => {
    const member = { modifiers: input.u2(), name: utf8(input.u2()), descriptor: utf8(input.u2()) };
    attributes(input, utf8, (name, content) => {
      const isUid = name === 'ConstantValue' && member.name === 'serialVersionUID' && member.descriptor === 'J';
      if (isUid) serialVersionUid = constants[content.u2()] as bigint;
    });
    return member;
  };
  const fields = input.list(readMember);
  const methods = input.list(readMember);
  let modifiers = access;
  attributes(input, utf8, (name, content) => {
    if (name !== 'InnerClasses') return;
    content.list(() => {
      const [inner] = [content.u2(), content.skip(4)];
      const flags = content.u2();
      if (constants[inner] === constants[thisClass]) modifiers = flags;
    });
  });
  return { name: className(thisClass), modifiers, interfaces, fields, methods, serialVersionUid };
}

/** Lengths of constants whose contents do not matter here, by tag. */
const SKIPPED: Readonly<Record<number, number>> = {
  3: 4,
  4: 4,
  8: 2,
  9: 4,
  10: 4,
  11: 4,
  12: 4,
  15: 3,
  16: 2,
  17: 4,
  18: 4,
  19: 2,
  20: 2,
};

/** Text of Utf8, value of Long, index of the name of Class; undefined for others and for unused slots. */
function readConstants(input: Input): Constant[] {
  const count = input.u2();
  const constants: Constant[] = [undefined];
  while (constants.length < count) {
    const tag = input.u1();
    if (tag === 1) constants.push(input.bytes(input.u2()).toString('utf8'));
    else if (tag === 5) constants.push(input.bytes(8).readBigInt64BE(0), undefined);
    else if (tag === 6) constants.push(input.skip(8), undefined);
    else if (tag === 7) constants.push(input.u2());
    else {
      const length = SKIPPED[tag];
      if (length === undefined) throw new RangeError(`a constant of the unknown kind ${tag}`);
      constants.push(input.skip(length));
    }
  }
  return constants;
}

function attributes(input: Input, utf8: (index: number) => string, each: (name: string, content: Input) => void): void {
  input.list(() => {
    const name = utf8(input.u2());
    each(name, new Input(input.bytes(input.u4())));
  });
}

function asText(constant: Constant): string {
  if (typeof constant === 'string') return constant;
  throw new RangeError('a name is missing');
}

class Input {
  #at = 0;

  constructor(private readonly file: Buffer) {}

  u1(): number {
    return this.bytes(1).readUInt8();
  }

  u2(): number {
    return this.bytes(2).readUInt16BE();
  }

  u4(): number {
    return this.bytes(4).readUInt32BE();
  }

  bytes(length: number): Buffer {
    if (this.#at + length > this.file.length) throw new RangeError('the class file is cut off');
    return this.file.subarray(this.#at, (this.#at += length));
  }

  skip(length: number): undefined {
    this.bytes(length);
    return undefined;
  }

  /** A list behind its length. */
  list<T>(read: () => T): T[] {
    return Array.from({ length: this.u2() }, read);
  }
}
