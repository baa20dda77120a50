/** The charsets that need no tables: UTF-8, US-ASCII, ISO-8859-1 and UTF-16 with and without byte order mark. */
import { StringDecoder } from 'node:string_decoder';
import { decodeUtf8, Utf8Decoder } from './utf8.js';

export interface Charset {
  /** Charset.name(). */
  readonly name: string;
  encode(text: string): Buffer;
  decode(bytes: Buffer): string;
  /** For text that comes in pieces. */
  decoder(): Decoder;
}

export interface Decoder {
  write(bytes: Buffer): string;
  /** What was left of an incomplete character. */
  end(): string;
}

export const utf8: Charset = {
  name: 'UTF-8',
  encode: (text) => Buffer.from(replaceLoneSurrogates(text, '?')),
  decode: decodeUtf8,
  decoder: () => new Utf8Decoder(),
};

export const usAscii: Charset = singleByte('US-ASCII', 0x7f);
export const iso88591: Charset = singleByte('ISO-8859-1', 0xff);

/** Lone halves of surrogate pairs become `replacement`: no charset can express them. */
export function replaceLoneSurrogates(text: string, replacement: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, replacement);
}

/** A decoder for charsets of which any piece can be decoded by itself. */
export function statelessDecoder(decode: (bytes: Buffer) => string): Decoder {
  return { write: decode, end: () => '' };
}

function singleByte(name: string, last: number): Charset {
  const beyond = new RegExp(`[\\u{${(last + 1).toString(16)}}-\\u{10ffff}]`, 'gu');
  const malformed = /[\u0080-\u00ff]/g;
  const decode = (bytes: Buffer): string => {
    const text = bytes.toString('latin1');
    return last < 0xff ? text.replace(malformed, '\ufffd') : text;
  };
  return {
    name,
    encode: (text) => Buffer.from(text.replace(beyond, '?'), 'latin1'),
    decode,
    decoder: () => statelessDecoder(decode),
  };
}

/** `mark`: whether a byte order mark is written before the text; one that is read decides the order and is dropped. */
function utf16(name: string, order: 'big' | 'little', mark: boolean): Charset {
  const encode = (text: string): Buffer => {
    if (text === '') return Buffer.alloc(0);
    const bytes = Buffer.from((mark ? '\ufeff' : '') + replaceLoneSurrogates(text, '\ufffd'), 'utf16le');
    return order === 'big' ? bytes.swap16() : bytes;
  };
  const decoder = (): Decoder => new Utf16Decoder(order, mark);
  return {
    name,
    encode,
    decode: (bytes) => {
      const once = decoder();
      return once.write(bytes) + once.end();
    },
    decoder,
  };
}

class Utf16Decoder implements Decoder {
  readonly #inner = new StringDecoder('utf16le');
  #rest = Buffer.alloc(0);
  #order: 'big' | 'little';
  #markExpected: boolean;

  constructor(order: 'big' | 'little', mark: boolean) {
    this.#order = order;
    this.#markExpected = mark;
  }

  write(piece: Buffer): string {
    let bytes = Buffer.concat([this.#rest, piece]);
    const even = bytes.length - (bytes.length % 2);
    this.#rest = bytes.subarray(even);
    bytes = bytes.subarray(0, even);
    if (this.#markExpected && even > 0) {
      this.#markExpected = false;
      const first = bytes.readUInt16BE(0);
      if (first === 0xfffe) this.#order = 'little';
      if (first === 0xfeff) this.#order = 'big';
      if (first === 0xfeff || first === 0xfffe) bytes = bytes.subarray(2);
    }
    // Buffer.concat made a copy, so that swapping does not change the caller's bytes.
    if (this.#order === 'big') bytes.swap16();
    return replaceLoneSurrogates(this.#inner.write(bytes), '\ufffd');
  }

  end(): string {
    const left = this.#inner.end().length > 0 || this.#rest.length > 0;
    this.#rest = Buffer.alloc(0);
    return left ? '\ufffd' : '';
  }
}

/** By lower-case name and alias. */
export const BUILT_IN_CHARSETS: ReadonlyMap<string, Charset> = new Map(
  (
    [
      [utf8, 'utf-8 utf8 unicode-1-1-utf-8'],
      [
        usAscii,
        'us-ascii ascii ascii7 646 iso646-us iso_646.irv:1991 ansi_x3.4-1968 ansi_x3.4-1986 cp367 ibm367 csascii us',
      ],
      [
        iso88591,
        'iso-8859-1 iso8859-1 iso8859_1 iso_8859-1 iso_8859_1 8859_1 latin1 l1 cp819 ibm819 ibm-819 819 csisolatin1',
      ],
      [utf16('UTF-16', 'big', true), 'utf-16 utf16 utf_16 unicode unicodebig'],
      [utf16('UTF-16BE', 'big', false), 'utf-16be utf_16be x-utf-16be unicodebigunmarked iso-10646-ucs-2'],
      [utf16('UTF-16LE', 'little', false), 'utf-16le utf_16le x-utf-16le unicodelittleunmarked'],
      [utf16('x-UTF-16LE-BOM', 'little', true), 'x-utf-16le-bom unicodelittle'],
    ] as const
  ).flatMap(([charset, names]) => names.split(' ').map((name) => [name, charset] as const)),
);
