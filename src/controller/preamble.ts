/**
 * How a connection to the agent port begins (hudson.TcpSlaveAgentListener): with `GET ` from somebody with a browser, or with
 * java.io.DataOutputStream.writeUTF("Protocol:NAME").
 *
 *     u16 length, that many bytes of UTF-8
 */
export type Preamble =
  | { readonly kind: 'http' }
  /** `size` bytes of the input belong to the line. */
  | { readonly kind: 'protocol'; readonly name: string; readonly size: number }
  /** Text that names no protocol. */
  | { readonly kind: 'unknown'; readonly line: string };

const HTTP = Buffer.from('GET ');
const PREFIX = 'Protocol:';

/** Reads the preamble at the start of the input; undefined while more bytes are needed to tell. */
export function readPreamble(input: Buffer): Preamble | undefined {
  if (input.length < HTTP.length) return undefined;
  if (input.subarray(0, HTTP.length).equals(HTTP)) return { kind: 'http' };
  const size = 2 + input.readUInt16BE(0);
  if (input.length < size) return undefined;
  const line = input.toString('utf8', 2, size);
  if (!line.startsWith(PREFIX)) return { kind: 'unknown', line };
  return { kind: 'protocol', name: line.slice(PREFIX.length), size };
}
