import type { Connector } from './connector.js';
import type { Trouble } from './reconnect.js';

export interface FailedAttempt {
  readonly phase: 'locating' | 'connecting';
  readonly trouble: Exclude<Trouble, 'lost'>;
  readonly message: string;
  /** How long it is until the next one, in words. */
  readonly wait: string;
}

/**
 * What the official agent says of a failed attempt before it waits. Over WebSocket it does not show the exception.
 * @returns lines; the exception belongs to the first when `withError`
 */
export function failureLines(
  { kind, place }: Pick<Connector, 'kind' | 'place'>,
  { phase, trouble, message, wait }: FailedAttempt,
): { readonly lines: readonly string[]; readonly withError: boolean } {
  if (kind === 'webSocket') {
    const waiting = `Waiting ${wait} before retry`;
    const failed = message.startsWith('Failed to connect') ? message : `Failed to connect: ${message}`;
    return { lines: phase === 'locating' ? [waiting] : [failed, waiting], withError: false };
  }
  if (phase === 'locating') {
    return { lines: [`Could not locate server among ${place}; waiting ${wait} before retry`], withError: true };
  }
  if (trouble === 'refused') return { lines: [`reconnect rejected, sleeping ${wait}: `], withError: true };
  // The transport has shown the exception already.
  return { lines: [`Waiting ${wait} before retry`], withError: false };
}
