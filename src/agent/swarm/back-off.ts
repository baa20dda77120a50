import type { RetryOptions } from './options.js';

/** @param retry how many there have been before. @returns seconds */
export function waitForRetry(retry: number, { backOff, interval, maxInterval }: RetryOptions): number {
  const factor = { none: 1, linear: retry + 1, exponential: 2 ** retry }[backOff];
  return Math.min(maxInterval, interval * factor);
}
