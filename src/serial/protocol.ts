/** Constants of the Java Object Serialization Stream Protocol, java.io.ObjectStreamConstants. */

export const STREAM_MAGIC = 0xaced;
export const STREAM_VERSION = 5;

/** The number that the first handle of a stream gets on the wire. */
export const BASE_WIRE_HANDLE = 0x7e0000;

export const TC = {
  NULL: 0x70,
  REFERENCE: 0x71,
  CLASSDESC: 0x72,
  OBJECT: 0x73,
  STRING: 0x74,
  ARRAY: 0x75,
  CLASS: 0x76,
  BLOCKDATA: 0x77,
  ENDBLOCKDATA: 0x78,
  RESET: 0x79,
  BLOCKDATALONG: 0x7a,
  EXCEPTION: 0x7b,
  LONGSTRING: 0x7c,
  PROXYCLASSDESC: 0x7d,
  ENUM: 0x7e,
} as const;

/** First characters of JVM field signatures. */
export const SIGNATURE = {
  BYTE: 0x42,
  CHAR: 0x43,
  DOUBLE: 0x44,
  FLOAT: 0x46,
  INT: 0x49,
  LONG: 0x4a,
  OBJECT: 0x4c,
  SHORT: 0x53,
  BOOLEAN: 0x5a,
  ARRAY: 0x5b,
} as const;

/** How deep objects may nest: real ones stay below 100, and the recursion takes less than half of V8's default stack. */
export const DEFAULT_MAX_DEPTH = 500;

/** A test report of 300,000 cases has a sixth of it; so many take some 400 MB here. */
export const DEFAULT_MAX_OBJECTS = 2_000_000;

/** The same for what is a byte on the wire and up to 24 in memory: objects of eight fields each, as many as there may be. */
export const DEFAULT_MAX_VALUES = 16_000_000;
