/** java.util.regex.Pattern's flags, as they travel. */
export const FLAG = {
  UNIX_LINES: 1,
  CASE_INSENSITIVE: 2,
  COMMENTS: 4,
  MULTILINE: 8,
  LITERAL: 16,
  DOTALL: 32,
  UNICODE_CASE: 64,
  CANON_EQ: 128,
  UNICODE_CHARACTER_CLASS: 256,
} as const;

/** As `(?i)` sets them. */
export const INLINE_FLAGS: Readonly<Record<string, number>> = {
  d: FLAG.UNIX_LINES,
  i: FLAG.CASE_INSENSITIVE,
  x: FLAG.COMMENTS,
  m: FLAG.MULTILINE,
  s: FLAG.DOTALL,
  u: FLAG.UNICODE_CASE,
  c: FLAG.CANON_EQ,
  U: FLAG.UNICODE_CHARACTER_CLASS,
};

/** What this agent does not do, and what it is called. */
export const REFUSED_FLAGS: readonly (readonly [number, string])[] = [
  [FLAG.COMMENTS, 'the flag COMMENTS'],
  [FLAG.CANON_EQ, 'the flag CANON_EQ'],
  [FLAG.UNICODE_CHARACTER_CLASS, 'the flag UNICODE_CHARACTER_CLASS'],
];
