/**
 * What each side makes of the other's headers (org.jenkinsci.remoting.protocol.impl.ConnectionHeadersFilterLayer), as a
 * block of text: `OK`, `ERROR: reason` (may try again), `FATAL: reason`. The refused side answers `BYE` and closes.
 */
import type { Duplex } from 'node:stream';
import { TransportError } from '../errors.js';
import { block, readBlock } from '../handshake.js';

const OK = 'OK';
const ERROR = 'ERROR: ';
const FATAL = 'FATAL: ';
const BYE = 'BYE';

export interface Refusal {
  readonly error: string;
  /** The agent need not try again. Official agents do all the same. */
  readonly permanent?: boolean;
}

export function sendAcceptance(stream: Duplex): void {
  stream.write(block(OK));
}

/** Sends the refusal and waits until the peer has confirmed it or is gone. The caller holds the deadline. */
export async function sendRefusal(stream: Duplex, { error, permanent = false }: Refusal): Promise<void> {
  stream.write(block((permanent ? FATAL : ERROR) + error));
  // Before the confirmation comes the peer's own verdict on our headers. A peer that just closes has confirmed as well.
  while ((await readBlock(stream).then(String, () => BYE)) !== BYE);
}

/**
 * Reads the peer's verdict; a refusal is confirmed and thrown.
 * @throws TransportError REFUSED, REFUSED_PERMANENTLY, PROTOCOL_VIOLATION
 */
export async function readAcceptance(stream: Duplex): Promise<void> {
  const response = (await readBlock(stream)).toString('utf8');
  if (response === OK) return;
  const permanent = response.startsWith(FATAL);
  if (!permanent && !response.startsWith(ERROR)) {
    throw new TransportError(
      'PROTOCOL_VIOLATION',
      'retryable',
      `The controller answered the connection headers with ${JSON.stringify(response.slice(0, 200))}`,
    );
  }
  await new Promise<void>((resolve) => stream.end(block(BYE), () => resolve()));
  const reason = response.slice(permanent ? FATAL.length : ERROR.length);
  throw new TransportError(permanent ? 'REFUSED_PERMANENTLY' : 'REFUSED', 'refused', reason + hint(reason));
}

function hint(reason: string): string {
  if (reason.startsWith('Unknown client name')) return ' (the controller has no inbound agent of this name)';
  if (reason === 'Authorization failure') return ' (the secret does not belong to this agent name)';
  return '';
}
