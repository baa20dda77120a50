/**
 * Waits for a promise, but no longer than `ms` milliseconds (then `'timeout'`), and not past an abort (then the signal's
 * reason is thrown). The timer and the listener are gone when it returns; the promise itself goes on.
 */
export async function within<T>(
  promise: Promise<T>,
  ms: number | undefined,
  signal?: AbortSignal,
): Promise<T | 'timeout'> {
  signal?.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  try {
    return await Promise.race([
      promise,
      new Promise<'timeout'>((resolve, reject) => {
        if (ms !== undefined) timer = setTimeout(resolve, ms, 'timeout');
        onAbort = () => reject(signal?.reason as Error);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    ]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
  }
}
