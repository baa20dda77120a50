/** Letters without regard to case, as java.util.regex has it: of ASCII alone, or with the flag UNICODE_CASE of all scripts. */
import { CharSet } from './char-set.js';
import type { Range } from './char-set.js';
import { FLAG } from './flags.js';

/** What a character or a range of them matches under these flags. */
export function inAnyCase(first: number, last: number, flags: number): CharSet {
  const exact = CharSet.of([[first, last]]);
  if ((flags & FLAG.CASE_INSENSITIVE) === 0) return exact;
  const others = (flags & FLAG.UNICODE_CASE) === 0 ? otherAscii(first, last) : otherUnicode(first, last);
  // Java knows where a single letter of either case can be, and forgets it of a range.
  const isBmp = exact.isBmp && first === last && (others.length === 0 || (flags & FLAG.UNICODE_CASE) === 0);
  return CharSet.of([...exact.ranges, ...others]).known(isBmp);
}

function otherAscii(first: number, last: number): Range[] {
  return [shifted(first, last, 0x41, 0x20), shifted(first, last, 0x61, -0x20)].flat();
}

/** The part of a range that lies in the alphabet from `start` on, in the other case. */
function shifted(first: number, last: number, start: number, shift: number): Range[] {
  const from = Math.max(first, start);
  const to = Math.min(last, start + 25);
  return from > to ? [] : [[from + shift, to + shift]];
}

/** A single character matches what has the same lower case of its upper case; a range whatever has either in it. */
function otherUnicode(first: number, last: number): Range[] {
  const folded = lower(upper(first));
  const isIn = (char: number): boolean => first <= char && char <= last;
  const matches = (char: number): boolean =>
    first === last ? lower(upper(char)) === folded : isIn(upper(char)) || isIn(lower(upper(char)));
  return cased().flatMap((char): Range[] => (matches(char) ? [[char, char]] : []));
}

/** Character.toUpperCase and toLowerCase: of one character to one; JavaScript makes two of some. */
function upper(char: number): number {
  return single(char, String.fromCodePoint(char).toUpperCase());
}

function lower(char: number): number {
  return char === 0x130 ? 0x69 : single(char, String.fromCodePoint(char).toLowerCase());
}

function single(char: number, text: string): number {
  const changed = text.codePointAt(0) ?? char;
  return String.fromCodePoint(changed).length === text.length ? changed : char;
}

let casedLetters: readonly number[] | undefined;

function cased(): readonly number[] {
  casedLetters ??= Array.from({ length: LAST_CASED + 1 }, (_, char) => char).filter(
    (char) => upper(char) !== char || lower(char) !== char,
  );
  return casedLetters;
}

/** No script with two cases lies beyond it. */
const LAST_CASED = 0x1ffff;
