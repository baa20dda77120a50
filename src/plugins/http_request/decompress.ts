/** Content-Encoding: what gzip and deflate made is undone, with the headers that describe it; anything else stays as it came. */
import { createInflate, createInflateRaw } from 'node:zlib';
import { ByteSource } from '../../os/archive/byte-source.js';
import { gunzip, through } from '../../os/archive/gzip.js';
import type { NameValue } from './entity.js';

type Decoder = (body: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;

const DECODERS: Readonly<Record<string, Decoder | undefined>> = {
  gzip: unzipped,
  'x-gzip': unzipped,
  deflate: inflated,
};

/** Of the body as it was before, and what its headers then say. */
const DESCRIBING = new Set(['content-length', 'content-encoding', 'content-md5']);

export function decompressed(
  body: AsyncIterable<Buffer>,
  headers: readonly NameValue[],
): { readonly headers: readonly NameValue[]; readonly body: AsyncIterable<Buffer> } {
  const encoding = headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1] ?? '';
  const codings = encoding.split(',').map((coding) => coding.trim().toLowerCase());
  if (!codings.some((coding) => DECODERS[coding])) return { headers, body };
  return {
    headers: headers.filter(([name]) => !DESCRIBING.has(name.toLowerCase())),
    body: codings.reduceRight((content, coding) => DECODERS[coding]?.(content) ?? content, body),
  };
}

async function* unzipped(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* await gunzip(body);
}

/** `deflate` is zlib's format or, by servers that took the name at its word, the bare one. */
async function* inflated(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const bytes = new ByteSource(body);
  const head = await bytes.read(2);
  bytes.unread(head);
  const isZlib = head.length === 2 && ((head[0] ?? 0) & 0x0f) === 8 && head.readUInt16BE() % 31 === 0;
  yield* through(bytes.remaining(), isZlib ? createInflate() : createInflateRaw());
}
