import type { PatternSource } from './pattern-source.js';

const NAMED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', a: '\x07', e: '\x1b' };

/**
 * The character that an escape stands for, in and outside of classes; `char` is what follows the backslash, already taken.
 * @throws JavaError for letters that mean nothing, and for numbers that are none
 */
export function escapedCharacter(source: PatternSource, char: string): string {
  const named = NAMED[char];
  if (named !== undefined) return named;
  switch (char) {
    case '':
      throw source.syntaxError('Unexpected internal error', source.at - 1);
    case '0':
      return fromHex(octal(source));
    case 'x':
      return fromHex(hexadecimal(source));
    case 'u':
      return unicode(source);
    case 'c': {
      if (source.ended) throw source.syntaxError('Illegal control escape sequence', source.at - 1);
      return String.fromCodePoint((source.next().codePointAt(0) ?? 0) ^ 0x40);
    }
    default:
      if (/^[A-Za-z]$/.test(char)) throw source.syntaxError('Illegal/unsupported escape sequence', source.at - 1);
      return char;
  }
}

function fromHex(digits: string): string {
  return String.fromCodePoint(parseInt(digits, 16));
}

/** `\0n`, `\0nn` or `\0mnn` with m up to 3; in hex. */
function octal(source: PatternSource): string {
  const [digits] = source.takeMatch(/^(?:[0-3][0-7]{2}|[0-7]{1,2})/) ?? [];
  if (digits === undefined) throw source.syntaxError('Illegal octal escape sequence', source.at);
  return parseInt(digits, 8).toString(16);
}

/** `\xhh` or `\x{h...h}`. */
function hexadecimal(source: PatternSource): string {
  const [text, braced, two] = source.takeMatch(/^(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/) ?? [];
  if (text === undefined) throw source.syntaxError('Illegal hexadecimal escape sequence', source.at);
  const digits = braced ?? two ?? '';
  if (parseInt(digits, 16) > 0x10ffff) throw source.syntaxError('Hexadecimal codepoint is too big', source.at);
  return digits;
}

/** Four digits; two such escapes of surrogates are one character. */
function unicode(source: PatternSource): string {
  const [pair, high, low] = source.takeMatch(/^([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})/) ?? [];
  if (pair !== undefined) return String.fromCharCode(parseInt(high ?? '', 16), parseInt(low ?? '', 16));
  const [digits] = source.takeMatch(/^[0-9a-fA-F]{4}/) ?? [];
  if (digits === undefined) throw source.syntaxError('Illegal Unicode escape sequence', source.at);
  return String.fromCharCode(parseInt(digits, 16));
}
