/**
 * The ids of requests, exported objects and stream operations are Java ints that a peer counts up for as long as the channel
 * lives: after 2147483647 comes -2147483648.
 */

/** The id that follows. Never 0, which stands for no object and no operation. */
export function following(id: number): number {
  return (id + 1) | 0 || 1;
}

/** Whether `id` was given no later than `other`, for ids that are less than half of all ints apart. */
export function isAtMost(id: number, other: number): boolean {
  return ((id - other) | 0) <= 0;
}

/** The one of two stream operations that came later; 0 is none. */
export function later(id: number, other: number): number {
  if (id === 0 || other === 0) return id === 0 ? other : id;
  return isAtMost(id, other) ? other : id;
}
