/** `\p{...}`: the properties of characters that both Java and this language know. */
import { CharSet } from './char-set.js';
import type { Range } from './char-set.js';

/**
 * The characters that have a property.
 * @param name what stands between the braces, or the letter behind `\p`
 * @returns undefined for a property that only Java knows, and for none
 */
export function propertySet(name: string, ignoresCase: boolean): CharSet | undefined {
  const posix = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined;
  if (posix !== undefined) return CharSet.ofPairs(ignoresCase && /^(?:Lower|Upper)$/.test(name) ? 'azAZ' : posix);
  if (name === 'L1') return CharSet.ofPairs('\0\u00ff');
  if (name === 'all') return CharSet.of([]).complement();
  const expression = expressionOf(name, ignoresCase);
  return expression === undefined ? undefined : charactersOf(expression);
}

/** US-ASCII only. */
const POSIX: Readonly<Record<string, string>> = {
  Lower: 'az',
  Upper: 'AZ',
  ASCII: '\0\x7f',
  Alpha: 'azAZ',
  Digit: '09',
  Alnum: 'azAZ09',
  Punct: '!/:@[`{~',
  Graph: '!~',
  Print: ' ~',
  Blank: '  \t\t',
  Cntrl: '\0\x1f\x7f\x7f',
  XDigit: '09afAF',
  Space: '  \t\r',
};

/** What this language calls it. */
function expressionOf(name: string, ignoresCase: boolean): string | undefined {
  const [, key, value = name] = /^([A-Za-z_]+)=(.*)$/.exec(name) ?? [];
  if (key !== undefined) {
    if (/^(?:gc|general_category)$/i.test(key)) return category(value, ignoresCase);
    return /^(?:sc|script)$/i.test(key) ? script(value) : undefined;
  }
  if (/^java/.test(name)) return Object.hasOwn(JAVA, name) ? cased(JAVA[name] ?? '', ignoresCase) : undefined;
  if (!name.startsWith('Is')) return category(name, ignoresCase);
  const short = name.slice(2);
  const binary = short.toUpperCase();
  if (Object.hasOwn(BINARY, binary)) return cased(BINARY[binary] ?? '', ignoresCase);
  return category(short, ignoresCase) ?? script(short);
}

function category(name: string, ignoresCase: boolean): string | undefined {
  if (name === 'LD') return '\\p{L}|\\p{Nd}';
  if (!/^(?:L[ultmoC]?|M[nec]?|N[dlo]?|Z[slp]?|P[cdseifo]?|S[mcko]?|C[cfosn]?)$/.test(name)) return undefined;
  return ignoresCase && /^L[ult]$/.test(name) ? '\\p{LC}' : `\\p{${name}}`;
}

/** Java takes a script's name in any case; JavaScript as `Old_Italic`. */
function script(name: string): string | undefined {
  const known = name.toLowerCase().replace(/(?:^|_)[a-z]/g, (start) => start.toUpperCase());
  try {
    return new RegExp(`\\p{Script=${known}}`, 'u').source;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const CASES = /^\\p\{(?:Lowercase|Uppercase|Lt)\}$/;

function cased(expression: string, ignoresCase: boolean): string {
  return ignoresCase && CASES.test(expression) ? '\\p{Lowercase}|\\p{Uppercase}|\\p{Lt}' : expression;
}

/** \p{javaX}: the methods isX of java.lang.Character. */
const JAVA: Readonly<Record<string, string>> = {
  javaLowerCase: '\\p{Lowercase}',
  javaUpperCase: '\\p{Uppercase}',
  javaTitleCase: '\\p{Lt}',
  javaAlphabetic: '\\p{Alphabetic}',
  javaIdeographic: '\\p{Ideographic}',
  javaDigit: '\\p{Nd}',
  javaLetter: '\\p{L}',
  javaLetterOrDigit: '\\p{L}|\\p{Nd}',
  javaSpaceChar: '\\p{Z}',
  javaISOControl: '\\p{Cc}',
};

/** \p{IsX} */
const BINARY: Readonly<Record<string, string>> = {
  ALPHABETIC: '\\p{Alphabetic}',
  ALPHA: '\\p{Alphabetic}',
  LETTER: '\\p{L}',
  IDEOGRAPHIC: '\\p{Ideographic}',
  LOWERCASE: '\\p{Lowercase}',
  LOWER: '\\p{Lowercase}',
  UPPERCASE: '\\p{Uppercase}',
  UPPER: '\\p{Uppercase}',
  TITLECASE: '\\p{Lt}',
  DIGIT: '\\p{Nd}',
  CONTROL: '\\p{Cc}',
  CNTRL: '\\p{Cc}',
  PUNCTUATION: '\\p{P}',
  PUNCT: '\\p{P}',
  WHITESPACE: '\\p{Z}|[\\t-\\r\\x85]',
  WHITE_SPACE: '\\p{Z}|[\\t-\\r\\x85]',
  SPACE: '\\p{Z}|[\\t-\\r\\x85]',
  ASSIGNED: '\\P{Cn}',
};

const found = new Map<string, CharSet>();

/** Asks each of the code points; some hundredths of a second, once. */
function charactersOf(expression: string): CharSet {
  const known = found.get(expression);
  if (known !== undefined) return known;
  const regex = new RegExp(`^(?:${expression})$`, 'u');
  const ranges: Range[] = [];
  let start = -1;
  for (let point = 0; point <= 0x110000; point++) {
    const isIn = point < 0x110000 && regex.test(String.fromCodePoint(point));
    if (isIn && start < 0) start = point;
    if (isIn || start < 0) continue;
    ranges.push([start, point - 1]);
    start = -1;
  }
  // Java does not look at what is in it.
  const set = CharSet.of(ranges).known(false);
  found.set(expression, set);
  return set;
}
