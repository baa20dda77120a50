/** jenkins.util.io.CompositeIOException: several failures of one operation, of which the first ten are kept. */
import { JavaError } from './java-error.js';

const EXCEPTION_LIMIT = 10;

/** Collects failures, keeping the first ten and the number of all. */
export class FailureList {
  readonly first: Error[] = [];
  count = 0;

  add(...errors: readonly Error[]): void {
    for (const error of errors) if (this.count++ < EXCEPTION_LIMIT) this.first.push(error);
  }
}

/** The exception itself. What was kept are its suppressed exceptions and, the same ones, its field `exceptions`. */
export function compositeIOError(message: string, failures: FailureList): JavaError {
  const discarded = failures.count - failures.first.length;
  const suffix = discarded > 0 ? ` (Discarded ${discarded} additional exceptions)` : '';
  return new JavaError('jenkins.util.io.CompositeIOException', message + suffix, { suppressed: failures.first });
}
