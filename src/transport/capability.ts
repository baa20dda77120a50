/**
 * hudson.remoting.Capability: which features of the remoting protocol a side has, as a bit mask. It travels as base64 of
 * its own serialization stream: a block in JNLP4, an HTTP header in WebSocket, a preamble on standard streams.
 *
 *     ac ed 00 05  73 72  00 1a "hudson.remoting.Capability"  00 00 00 00 00 00 00 01  02  00 01  4a 00 04 "mask"  78 70
 *     long mask
 */
import { TransportError } from './errors.js';

export const CapabilityBits = {
  MULTI_CLASSLOADER_RPC: 0x02,
  PIPE_THROTTLING: 0x04,
  MIMIC_EXCEPTION: 0x08,
  PREFETCH: 0x10,
  GREEDY_REMOTE_INPUT_STREAM: 0x20,
  PROXY_WRITER_2_35: 0x40,
  CHUNKED_ENCODING: 0x80,
  PROXY_EXCEPTION_FALLBACK: 0x100,
} as const;

/** What we announce: everything, as every official agent of interest does, so that a controller runs its usual code. */
export const CAPABILITY_MASK = 0x1fe;

/** CAPABILITY_MASK serialized, in base64. */
export const CAPABILITY_BASE64 = 'rO0ABXNyABpodWRzb24ucmVtb3RpbmcuQ2FwYWJpbGl0eQAAAAAAAAABAgABSgAEbWFza3hwAAAAAAAAAf4=';

const MASK_OFFSET = 54;
const LENGTH = MASK_OFFSET + 8;

/**
 * Reads a peer's announcement.
 * @param base64 as it came, padded or not
 * @returns the mask; unknown high bits are dropped
 * @throws TransportError PROTOCOL_VIOLATION when it is anything but a Capability
 */
export function parseCapability(base64: string): number {
  const bytes = Buffer.from(base64, 'base64');
  const expected = Buffer.from(CAPABILITY_BASE64, 'base64').subarray(0, MASK_OFFSET);
  if (bytes.length !== LENGTH || !bytes.subarray(0, MASK_OFFSET).equals(expected)) {
    throw new TransportError(
      'PROTOCOL_VIOLATION',
      'retryable',
      `The peer announced its features with something else than a hudson.remoting.Capability: ${base64.slice(0, 120)}`,
    );
  }
  return bytes.readUInt32BE(MASK_OFFSET + 4);
}
