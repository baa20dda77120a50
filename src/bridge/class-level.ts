/**
 * Which Java a class needs, as its file says: u4 magic, u2 minor, u2 major (JVM specification, 4.1); Java 1.1 wrote 45, every
 * release since one more.
 */
const JAVA_1_MAJOR = 44;

/** @returns the feature release, 17 for example; undefined when this is no class file */
export function javaLevelOf(classFile: Buffer): number | undefined {
  if (classFile.length < 8 || classFile.readUInt32BE(0) !== 0xcafebabe) return undefined;
  return classFile.readUInt16BE(6) - JAVA_1_MAJOR;
}
