/**
 * JNLP4's connection headers, inside TLS (org.jenkinsci.remoting.engine.JnlpConnectionState,
 * org.jenkinsci.remoting.protocol.impl.ConnectionHeaders): u16 length, then a flat JSON object of strings, UTF-8, in both
 * directions at once.
 */
import { TransportError } from '../errors.js';
import { block } from '../handshake.js';

export const NODE_NAME = 'Node-Name';
export const SECRET_KEY = 'Secret-Key';
/** What the controller tells connections of one agent process apart by; the agent gives it back when it reconnects. */
export const COOKIE = 'JnlpAgentProtocol.cookie';

export type ConnectionHeaders = Readonly<Record<string, string | null>>;

/** The block to send. */
export function encodeHeaders(headers: ConnectionHeaders): Buffer {
  return block(JSON.stringify(headers));
}

/**
 * @param bytes a block's content
 * @throws TransportError PROTOCOL_VIOLATION `Malformed connection header`
 */
export function parseHeaders(bytes: Buffer): ConnectionHeaders {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw malformed(error);
  }
  if (!isFlat(value)) throw malformed(undefined);
  return value;
}

function isFlat(value: unknown): value is ConnectionHeaders {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((item) => item === null || typeof item === 'string');
}

/** The content stays out of the text: a header may be a secret. */
function malformed(cause: unknown): TransportError {
  return new TransportError('PROTOCOL_VIOLATION', 'retryable', 'Malformed connection header', { cause });
}
