import type { PatternSource } from './pattern-source.js';

const NAMED: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };

/**
 * The code point that an escape stands for, in and outside of classes; `char` is what follows the backslash, already taken.
 * @throws JavaError for letters that mean nothing, and for numbers that are none
 */
export function escapedCharacter(source: PatternSource, char: string): number {
  const named = NAMED[char];
  if (named !== undefined) return named;
  switch (char) {
    case '':
      throw source.syntaxError('Unexpected internal error', source.at - 1);
    case '0':
      return octal(source);
    case 'x':
      return hexadecimal(source);
    case 'u':
      return unicode(source);
    case 'c':
      if (source.ended) throw source.syntaxError('Illegal control escape sequence', source.at - 1);
      return codeOf(source.next()) ^ 0x40;
    case 'N':
      throw source.notTranslated('the escape \\N');
    default:
      if (/^[A-Za-z1-9]$/.test(char)) throw source.syntaxError('Illegal/unsupported escape sequence', source.at - 1);
      return codeOf(char);
  }
}

export function codeOf(char: string): number {
  return char.codePointAt(0) ?? 0;
}

/** `\0n`, `\0nn` or `\0mnn` with m up to 3. */
function octal(source: PatternSource): number {
  const digits = source.takeWhile(/[0-7]/, /[0-3]/.test(source.peek()) ? 3 : 2);
  if (digits === '') throw source.syntaxError('Illegal octal escape sequence');
  return parseInt(digits, 8);
}

/** `\xhh` or `\x{h...h}`. */
function hexadecimal(source: PatternSource): number {
  if (!source.take('{')) {
    const digits = source.takeWhile(/[0-9a-fA-F]/, 2);
    if (digits.length < 2) throw source.syntaxError('Illegal hexadecimal escape sequence');
    return parseInt(digits, 16);
  }
  let value = -1;
  while (/[0-9a-fA-F]/.test(source.peek())) {
    value = Math.max(value, 0) * 16 + parseInt(source.next(), 16);
    if (value > 0x10ffff) throw source.syntaxError('Hexadecimal codepoint is too big', source.at - 1);
  }
  if (value < 0) throw source.syntaxError('Illegal hexadecimal escape sequence', source.at - 1);
  if (!source.take('}')) throw source.syntaxError('Unclosed hexadecimal escape sequence');
  return value;
}

/** Four digits; two such escapes of surrogates are one character. */
function unicode(source: PatternSource): number {
  const high = fourDigits(source);
  const start = source.at;
  if (high >= 0xd800 && high <= 0xdbff && source.take('\\u')) {
    const low = fourDigits(source);
    if (low >= 0xdc00 && low <= 0xdfff) return codeOf(String.fromCharCode(high, low));
    source.at = start;
  }
  return high;
}

function fourDigits(source: PatternSource): number {
  const digits = source.takeWhile(/[0-9a-fA-F]/, 4);
  if (digits.length < 4) throw source.syntaxError('Illegal Unicode escape sequence');
  return parseInt(digits, 16);
}
