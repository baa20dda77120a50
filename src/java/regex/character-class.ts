/** Translates character classes: `[a-z&&[^x]]`, `\d`, `\p{Alpha}`. */
import { escapedCharacter } from './escapes.js';
import type { PatternSource } from './pattern-source.js';

/** A character that stands for itself; without regard to case that is of ASCII letters only, as Java has it. */
export function literal(char: string, ignoreCase: boolean): string {
  if (!ignoreCase || !/^[A-Za-z]$/.test(char)) return escaped(char);
  return `[${char.toLowerCase()}${char.toUpperCase()}]`;
}

export class CharacterClasses {
  constructor(
    private readonly source: PatternSource,
    private readonly ignoresCase: () => boolean,
  ) {}

  /** A class whose `[` has been taken. */
  bracketed(): string {
    const negated = this.source.take('^');
    const operands = [this.#union(true)];
    while (this.source.take('&&')) operands.push(this.#union(false));
    if (!this.source.take(']')) throw this.source.syntaxError('Unclosed character class', this.source.at - 1);
    const [only = ''] = operands;
    const content = operands.length === 1 ? only : operands.map((operand) => `[${operand}]`).join('&&');
    return `[${negated ? '^' : ''}${content}]`;
  }

  /** `\d` and its like by what follows the backslash; undefined for what is no class. */
  escaped(char: string): string | undefined {
    if (char === 'p' || char === 'P') return this.#property(char === 'P');
    const set = SETS[char.toLowerCase()];
    if (set === undefined || char.toLowerCase() === char.toUpperCase()) return undefined;
    return char === char.toLowerCase() ? `[${set}]` : `[^${set}]`;
  }

  /** Characters, ranges and classes until `]` or `&&`; a `]` in front stands for itself. */
  #union(isFirst: boolean): string {
    let items = '';
    for (;;) {
      const { source } = this;
      if (source.ended) throw source.syntaxError('Unclosed character class', source.at - 1);
      const first = isFirst && items === '';
      if (source.peek() === ']' && !first) break;
      if (source.peek() === '&' && source.peek(1) === '&') break;
      items += this.#item();
    }
    if (items === '') throw this.source.notTranslated('an intersection with nothing');
    return items;
  }

  #item(): string {
    const { source } = this;
    if (source.take('[')) return this.bracketed();
    const start = this.#character();
    if (start.set !== undefined) return start.set;
    if (source.peek() !== '-' || source.peek(1) === ']' || source.peek(1) === '[' || source.peek(1) === '') {
      return this.#range(start.char, start.char);
    }
    source.next();
    const end = this.#character();
    if (end.set !== undefined) throw source.notTranslated('a range that ends in a class');
    if (codeOf(end.char) < codeOf(start.char)) throw source.syntaxError('Illegal character range', source.at - 1);
    return this.#range(start.char, end.char);
  }

  #character(): { char: string; set?: string } {
    const char = this.source.next();
    if (char !== '\\') return { char };
    const name = this.source.next();
    const set = this.escaped(name);
    return set === undefined ? { char: escapedCharacter(this.source, name) } : { char: '', set };
  }

  #range(from: string, to: string): string {
    const range = from === to ? escaped(from) : `${escaped(from)}-${escaped(to)}`;
    if (!this.ignoresCase()) return range;
    return range + otherCase(from, to, 'a', 'A') + otherCase(from, to, 'A', 'a');
  }

  #property(negated: boolean): string {
    const [text, braced, letter = ''] = this.source.takeMatch(/^(?:\{([^}]*)\}|([^]))/u) ?? [];
    if (text === undefined) throw this.source.syntaxError('Illegal/unsupported escape sequence', this.source.at);
    const name = braced ?? letter;
    const posix = POSIX[name];
    if (this.ignoresCase() && /^(?:Lower|Upper|(?:Is)?L[ultLUT]|java.*|Is.*case)$/.test(name)) {
      throw this.source.notTranslated(`\\p{${name}} without regard to case`);
    }
    if (posix !== undefined) return negated ? `[^${posix}]` : `[${posix}]`;
    const category = /^(?:Is|general_category=|gc=)?(L[ultmo]?|M[nec]?|N[dlo]?|Z[slp]?|P[cdseifo]?|S[mcko]?)$/.exec(
      name,
    )?.[1];
    if (category === undefined) throw this.source.notTranslated(`\\p{${name}}`);
    return negated ? `\\P{${category}}` : `\\p{${category}}`;
  }
}

/** Java's sets by the letter of their escape. */
const SETS: Readonly<Record<string, string>> = {
  d: '0-9',
  w: 'a-zA-Z_0-9',
  s: ' \\t\\n\\v\\f\\r',
  h: ' \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000',
  v: '\\n\\v\\f\\r\\x85\\u2028\\u2029',
};

/** US-ASCII only. */
const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e',
  Graph: '\\x21-\\x7e',
  Print: '\\x20-\\x7e',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\v\\f\\r',
};

/** The part of a range that lies in one alphabet, in the other case. */
function otherCase(from: string, to: string, alphabet: string, other: string): string {
  const start = Math.max(codeOf(from), codeOf(alphabet));
  const end = Math.min(codeOf(to), codeOf(alphabet) + 25);
  if (start > end) return '';
  const shift = codeOf(other) - codeOf(alphabet);
  return `${String.fromCharCode(start + shift)}-${String.fromCharCode(end + shift)}`;
}

function codeOf(char: string): number {
  return char.codePointAt(0) ?? 0;
}

function escaped(char: string): string {
  return /^[A-Za-z0-9]$/.test(char) ? char : `\\u{${codeOf(char).toString(16)}}`;
}
