import { isUtf8 } from 'node:buffer';
import { findCharset } from '../charsets/charset.js';
import { XmlError } from './xml-error.js';

/** Bytes that are no text in the charset they should be in; the parser adds where. */
export class MalformedBytes extends Error {}

/**
 * The text of an XML document in pieces, its charset found as XML says: byte order mark, else the pattern of its first bytes,
 * else the encoding that its declaration names, else UTF-8.
 * @param lenient mends bytes that are not UTF-8, as a java.io.InputStreamReader does
 * @throws XmlError on a charset that nobody knows
 * @throws MalformedBytes on bytes that are not UTF-8 where they should be, after all text before them
 */
export async function* decodeXml(
  bytes: AsyncIterable<Buffer>,
  lenient = false,
): AsyncGenerator<string, void, undefined> {
  let beginning: Buffer | null = EMPTY;
  let decoder: PieceDecoder | undefined;
  for await (const chunk of bytes) {
    if (decoder) {
      yield* decoder.write(chunk);
      continue;
    }
    beginning = beginning === null ? chunk : Buffer.concat([beginning, chunk]);
    if (beginning.length < ENOUGH) continue;
    decoder = await decoderFor(beginning, lenient);
    yield* decoder.write(withoutMark(beginning));
    beginning = null;
  }
  decoder ??= await decoderFor(beginning ?? EMPTY, lenient);
  if (beginning !== null) yield* decoder.write(withoutMark(beginning));
  yield* decoder.end();
}

interface PieceDecoder {
  write(bytes: Buffer): Iterable<string>;
  end(): Iterable<string>;
}

async function decoderFor(beginning: Buffer, lenient: boolean): Promise<PieceDecoder> {
  const name = encodingOf(beginning);
  if (!lenient && /^utf-?8$/i.test(name)) return new StrictUtf8();
  const charset = await findCharset(name);
  if (!charset) throw new XmlError(name, { line: null, cause: `java.io.UnsupportedEncodingException: ${name}` });
  const decoder = charset.decoder();
  return { write: (bytes) => [decoder.write(bytes)], end: () => [decoder.end()] };
}

/** UTF-8 that is refused rather than mended. */
class StrictUtf8 implements PieceDecoder {
  #rest = EMPTY;

  *write(bytes: Buffer): Iterable<string> {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const whole = all.length - incompleteLength(all);
    this.#rest = all.subarray(whole);
    yield* checked(all.subarray(0, whole));
  }

  *end(): Iterable<string> {
    yield* checked(this.#rest);
  }
}

function* checked(bytes: Buffer): Iterable<string> {
  if (isUtf8(bytes)) {
    yield bytes.toString();
    return;
  }
  const { at, message } = malformation(bytes);
  yield bytes.toString('utf8', 0, at);
  throw new MalformedBytes(message);
}

/** How many bytes at the end begin a character that is not whole yet. */
function incompleteLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >> 6 !== 0b10) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

/** Which byte is wrong, in Xerces' words. */
function malformation(bytes: Buffer): { at: number; message: string } {
  let at = 0;
  for (;;) {
    const length = sequenceLength(bytes[at] ?? 0);
    if (length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length))) {
      at += length;
      continue;
    }
    let good = 1;
    while (good < length && (bytes[at + good] ?? 0) >> 6 === 0b10) good++;
    const isWhole = length === 0 || good === length;
    const [byte, of] = isWhole ? [1, Math.max(1, length)] : [good + 1, length];
    return { at, message: `Invalid byte ${byte} of ${of}-byte UTF-8 sequence.` };
  }
}

/** 0 for a byte that begins no character. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >> 4 === 0b1110) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

function encodingOf(beginning: Buffer): string {
  const mark = MARKS.find(([bytes]) => beginning.subarray(0, bytes.length).equals(bytes));
  if (mark) return mark[1];
  const declaration = /^<\?xml\s[^>]*?\sencoding\s*=\s*(["'])([A-Za-z][\w.-]*)\1/.exec(beginning.toString('latin1'));
  return declaration?.[2] ?? 'UTF-8';
}

/** That of UTF-8; the decoders of UTF-16 drop theirs. */
function withoutMark(beginning: Buffer): Buffer {
  return beginning.subarray(0, UTF8_MARK.length).equals(UTF8_MARK) ? beginning.subarray(UTF8_MARK.length) : beginning;
}

const UTF8_MARK = Buffer.of(0xef, 0xbb, 0xbf);

const MARKS: readonly (readonly [Buffer, string])[] = [
  [UTF8_MARK, 'UTF-8'],
  [Buffer.of(0xfe, 0xff), 'UTF-16'],
  [Buffer.of(0xff, 0xfe), 'UTF-16'],
  [Buffer.of(0, 0x3c, 0, 0x3f), 'UTF-16BE'],
  [Buffer.of(0x3c, 0, 0x3f, 0), 'UTF-16LE'],
];

/** Declarations are short; whoever pads one to more than this may as well be refused. */
const ENOUGH = 1024;
const EMPTY: Buffer = Buffer.alloc(0);
