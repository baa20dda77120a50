/** Sizes that java.util.HashMap takes when entries are put in one by one; readers only use them as a hint. */

export const LOAD_FACTOR = 0.75;

/** Number of buckets: 16, doubled whenever three quarters are passed. */
export function bucketsFor(size: number): number {
  let buckets = 16;
  while (size > buckets * LOAD_FACTOR) buckets *= 2;
  return buckets;
}

/** HashMap.threshold: the size at which it doubles, 0 before the first entry. */
export function thresholdFor(size: number): number {
  return size === 0 ? 0 : bucketsFor(size) * LOAD_FACTOR;
}
