import { TransportError } from '../../transport/errors.js';
import type { Trouble } from './reconnect.js';

/**
 * What to make of a failed attempt. A failed system call is the network's doing, whatever it is; what nobody foresaw is a
 * defect of ours, and trying again would hide it.
 */
export function troubleOf(error: unknown): Exclude<Trouble, 'lost'> {
  if (error instanceof TransportError) return error.policy;
  return error instanceof Error && 'syscall' in error ? 'retryable' : 'fatal';
}
