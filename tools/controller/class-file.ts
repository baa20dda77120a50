/**
 * Class files without any code. An agent looks into a class of the controller's where controllers differ and their requests
 * do not; what it finds there are the names in the constant pool.
 *
 *     u4 magic, u2 minor, u2 major, u2 constants + 1, constants: u1 7 (class) u2 name | u1 1 (UTF-8) u2 length, bytes
 *     u2 access, u2 this class, u2 superclass, u2 0 interfaces, u2 0 fields, u2 0 methods, u2 0 attributes    JVMS 4.1
 */

/** Java 11, what the core of the time is compiled for. */
const MAJOR_VERSION = 55;
const ACC_PUBLIC_SUPER = 0x21;

/** A class that does nothing but mention others. Names are internal: `java/util/HashMap`. */
export function makeClassFile(name: string, mentioned: readonly string[]): Buffer {
  const names = [name, 'java/lang/Object', ...mentioned];
  // Constants 1, 3, 5 ... are the classes, each followed by its name.
  const constants = names.flatMap((text, index) => {
    const bytes = Buffer.from(text);
    return [Buffer.from([7]), u2(2 * index + 2), Buffer.from([1]), u2(bytes.length), bytes];
  });
  const head = [Buffer.from([0xca, 0xfe, 0xba, 0xbe]), u2(0), u2(MAJOR_VERSION), u2(2 * names.length + 1)];
  return Buffer.concat([...head, ...constants, u2(ACC_PUBLIC_SUPER), u2(1), u2(3), u2(0), u2(0), u2(0), u2(0)]);
}

function u2(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
