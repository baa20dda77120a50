import { TextDecoder } from 'node:util';
import { findCharset } from '../charsets/charset.js';
import { XmlError } from './xml-error.js';

/**
 * The text of an XML document in pieces, its charset found as XML says: byte order mark, else the pattern of its first bytes,
 * else the encoding that its declaration names, else UTF-8.
 * @throws XmlError on a charset that nobody knows, and on bytes that are not UTF-8 where they should be
 */
export async function* decodeXml(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  let beginning: Buffer | null = EMPTY;
  let decode: ((bytes?: Buffer) => string) | undefined;
  for await (const chunk of bytes) {
    if (decode) {
      yield decode(chunk);
      continue;
    }
    beginning = beginning === null ? chunk : Buffer.concat([beginning, chunk]);
    if (beginning.length < ENOUGH) continue;
    decode = await decoderFor(beginning);
    yield decode(beginning);
    beginning = null;
  }
  decode ??= await decoderFor(beginning ?? EMPTY);
  if (beginning !== null) yield decode(beginning);
  yield decode();
}

/** Called with a piece, and without one at the end. */
async function decoderFor(beginning: Buffer): Promise<(bytes?: Buffer) => string> {
  const name = encodingOf(beginning);
  if (/^utf-?8$/i.test(name)) return strictUtf8();
  const charset = await findCharset(name);
  if (!charset) throw new XmlError(`Invalid encoding name "${name}".`, 1);
  const decoder = charset.decoder();
  return (bytes) => (bytes ? decoder.write(bytes) : decoder.end());
}

function strictUtf8(): (bytes?: Buffer) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (bytes) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (error) {
      if (error instanceof TypeError) throw new XmlError('Invalid byte in UTF-8 sequence.', null);
      throw error;
    }
  };
}

function encodingOf(beginning: Buffer): string {
  const mark = MARKS.find(([bytes]) => beginning.subarray(0, bytes.length).equals(bytes));
  if (mark) return mark[1];
  const declaration = /^<\?xml\s[^>]*?\sencoding\s*=\s*(["'])([A-Za-z][\w.-]*)\1/.exec(beginning.toString('latin1'));
  return declaration?.[2] ?? 'UTF-8';
}

const MARKS: readonly (readonly [Buffer, string])[] = [
  [Buffer.of(0xef, 0xbb, 0xbf), 'UTF-8'],
  [Buffer.of(0xfe, 0xff), 'UTF-16'],
  [Buffer.of(0xff, 0xfe), 'UTF-16'],
  [Buffer.of(0, 0x3c, 0, 0x3f), 'UTF-16BE'],
  [Buffer.of(0x3c, 0, 0x3f, 0), 'UTF-16LE'],
];

/** Declarations are short; whoever pads one to more than this may as well be refused. */
const ENOUGH = 1024;
const EMPTY = Buffer.alloc(0);
