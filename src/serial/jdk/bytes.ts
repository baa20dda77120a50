/** Primitive custom data: big-endian ints, one after the other. */
export function int32(...values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeInt32BE(value, 4 * i);
  return bytes;
}

/** Primitive custom data: a big-endian long. */
export function int64(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

/** Primitive custom data: a big-endian IEEE single. */
export function float32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeFloatBE(value);
  return bytes;
}
