import type { IncomingMessage } from 'node:http';

/**
 * How much of an answer's body is read.
 *
 * - `whole`: all of it; a longer one is an error.
 * - `excerpt`: no more than that, and whatever breaks it ends it: for messages.
 * - `beginning`: the same, asked for as a range. A server need not know ranges; what comes behind it is not waited for.
 */
export type WantedBody =
  | { readonly kind: 'whole'; readonly maxBytes: number }
  | { readonly kind: 'excerpt'; readonly bytes: number }
  | { readonly kind: 'beginning'; readonly bytes: number };

/** @throws Error when the body is too long, or breaks off */
export async function readBody(response: IncomingMessage, wanted: WantedBody | undefined): Promise<Buffer> {
  if (wanted === undefined) return Buffer.alloc(0);
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (wanted.kind === 'whole') {
        if (size > wanted.maxBytes) throw new Error(`The answer is larger than ${wanted.maxBytes} bytes`);
      } else if (size >= wanted.bytes) break;
    }
  } catch (error) {
    if (wanted.kind !== 'excerpt') throw error;
  }
  const whole = Buffer.concat(parts);
  return wanted.kind === 'whole' ? whole : whole.subarray(0, wanted.bytes);
}
