/** Translates the structure of a java.util.regex pattern: groups, alternatives, quantifiers, anchors. */
import { CharacterClasses, literal } from './character-class.js';
import { escapedCharacter } from './escapes.js';
import { FLAG } from './flags.js';
import { PatternSource } from './pattern-source.js';

export interface Translation {
  /** For `new RegExp(source, 'v')`. The Java group n is named `gn`. */
  readonly source: string;
  /** Names of groups -> numbers; `count` of them all. */
  readonly groups: { readonly count: number; readonly names: ReadonlyMap<string, number> };
  /** Whether groups are repeated in a way that leaves other captures in Java than in JavaScript. */
  readonly keepsLastCapture: boolean;
}

/** A part of the pattern. */
interface Part {
  readonly text: string;
  /** Whether it can match without taking anything. */
  readonly empty: boolean;
  /** How many groups it holds that capture. */
  readonly captures: number;
}

/** @param flags of java.util.regex.Pattern */
export function translate(pattern: string, flags: number): Translation {
  const source = new PatternSource(
    (flags & FLAG.LITERAL) === 0 ? pattern : `\\Q${pattern.replaceAll('\\E', '\\E\\\\E\\Q')}`,
  );
  return new Translator(source, flags & ~FLAG.LITERAL).translate();
}

const INLINE_FLAGS: Readonly<Record<string, number>> = {
  d: FLAG.UNIX_LINES,
  i: FLAG.CASE_INSENSITIVE,
  x: FLAG.COMMENTS,
  m: FLAG.MULTILINE,
  s: FLAG.DOTALL,
  u: FLAG.UNICODE_CASE,
  U: FLAG.UNICODE_CHARACTER_CLASS,
};

const NOT_TRANSLATED: readonly (readonly [number, string])[] = [
  [FLAG.COMMENTS, 'the flag COMMENTS'],
  [FLAG.UNICODE_CASE, 'the flag UNICODE_CASE'],
  [FLAG.CANON_EQ, 'the flag CANON_EQ'],
  [FLAG.UNICODE_CHARACTER_CLASS, 'the flag UNICODE_CHARACTER_CLASS'],
];

class Translator {
  #flags = 0;
  #groups = 0;
  #atomics = 0;
  #keepsLastCapture = false;
  readonly #names = new Map<string, number>();
  readonly #classes: CharacterClasses;

  constructor(
    private readonly source: PatternSource,
    flags: number,
  ) {
    this.#setFlags(flags);
    this.#classes = new CharacterClasses(source, () => this.#has(FLAG.CASE_INSENSITIVE));
  }

  translate(): Translation {
    const { text } = this.#alternatives();
    if (!this.source.ended) throw this.source.syntaxError("Unmatched closing ')'", this.source.at - 1);
    const groups = { count: this.#groups, names: this.#names };
    return { source: text, groups, keepsLastCapture: this.#keepsLastCapture };
  }

  #has(flag: number): boolean {
    return (this.#flags & flag) !== 0;
  }

  #setFlags(flags: number): void {
    for (const [flag, what] of NOT_TRANSLATED) if ((flags & flag) !== 0) throw this.source.notTranslated(what);
    this.#flags = flags;
  }

  /** Until a `)` or the end. */
  #alternatives(): Part {
    const parts = [this.#sequence()];
    while (this.source.take('|')) parts.push(this.#sequence());
    return {
      text: parts.map((part) => part.text).join('|'),
      empty: parts.some((part) => part.empty),
      captures: sum(parts),
    };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (!this.source.ended && this.source.peek() !== '|' && this.source.peek() !== ')') {
      parts.push(this.#quantified(this.#atom()));
    }
    return {
      text: parts.map((part) => part.text).join(''),
      empty: parts.every((part) => part.empty),
      captures: sum(parts),
    };
  }

  #quantified(atom: Part): Part {
    const quantifier = atom === FLAGS_ONLY ? null : this.#quantifier();
    if (quantifier === null) return atom;
    const { text, least, most } = quantifier;
    if (most > 1 && (atom.captures > 1 || (atom.captures === 1 && (atom.empty || !atom.text.startsWith('(?<g'))))) {
      this.#keepsLastCapture = true;
    }
    const empty = atom.empty || least === 0;
    if (this.source.take('+')) return { ...atom, empty, text: this.#atomic(atom.text + text) };
    return { ...atom, empty, text: atom.text + text + (this.source.take('?') ? '?' : '') };
  }

  #quantifier(): { text: string; least: number; most: number } | null {
    if (this.source.take('?')) return { text: '?', least: 0, most: 1 };
    if (this.source.take('*')) return { text: '*', least: 0, most: Infinity };
    if (this.source.take('+')) return { text: '+', least: 1, most: Infinity };
    if (this.source.peek() !== '{') return null;
    const [text, low = '', comma, high] = this.source.takeMatch(/^\{(\d+)(?:(,)(\d*))?\}/) ?? [];
    if (text === undefined) throw this.#badRepetition();
    const least = Number(low);
    const most = comma === undefined ? least : high === undefined || high === '' ? Infinity : Number(high);
    if (most < least) throw this.source.syntaxError('Illegal repetition range', this.source.at - 2);
    return { text, least, most };
  }

  #badRepetition(): Error {
    const start = this.source.at;
    const digits = this.source.takeMatch(/^\{\d+(?:,\d*)?/);
    if (digits) return this.source.syntaxError('Unclosed counted closure');
    return this.source.syntaxError('Illegal repetition', start + 1);
  }

  /** What matched once is not tried otherwise: JavaScript says it with a lookahead, whose choice is final. */
  #atomic(text: string): string {
    const name = `a${++this.#atomics}`;
    return `(?:(?=(?<${name}>${text}))\\k<${name}>)`;
  }

  #atom(): Part {
    const char = this.source.next();
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return one(this.#classes.bracketed());
      case '.':
        return one(this.#dot());
      case '^':
        return nothing(this.#has(FLAG.MULTILINE) ? `(?:${BEGIN}|${this.#afterLine()}(?=[^]))` : BEGIN);
      case '$':
        return nothing(this.#has(FLAG.MULTILINE) ? `(?:(?=${this.#lineEnd()})|${END})` : this.#lastLineEnd());
      case '*':
      case '+':
      case '?':
        throw this.source.syntaxError(`Dangling meta character '${char}'`, this.source.at - 1);
      case '{':
        this.source.at--;
        throw this.#badRepetition();
      case '\\':
        return this.#escape();
      default:
        return one(literal(char, this.#has(FLAG.CASE_INSENSITIVE)));
    }
  }

  #dot(): string {
    if (this.#has(FLAG.DOTALL)) return '[^]';
    return this.#has(FLAG.UNIX_LINES) ? '[^\\n]' : `[^${TERMINATORS}]`;
  }

  /** Where a line terminator begins: not between \r and \n. */
  #lineEnd(): string {
    return this.#has(FLAG.UNIX_LINES) ? '\\n' : LINE_END;
  }

  #afterLine(): string {
    return this.#has(FLAG.UNIX_LINES) ? '(?<=\\n)' : `(?<=[\\n\\x85\\u2028\\u2029]|\\r(?!\\n))`;
  }

  /** `$` and \Z: the end, or before the terminator at the end. */
  #lastLineEnd(): string {
    return `(?:(?=(?:${this.#lineEnd()})?${END}))`;
  }

  #escape(): Part {
    const char = this.source.next();
    const known = ANCHORS[char];
    if (known !== undefined) {
      if (char === 'b' && this.source.peek() === '{') throw this.source.notTranslated('the boundary \\b{g}');
      return nothing(known);
    }
    if (char === 'Z') return nothing(this.#lastLineEnd());
    if (char === 'R') return one(`(?:\\r\\n|[\\n\\v\\f\\r\\x85\\u2028\\u2029])`);
    if (char === 'G' || char === 'X' || char === 'N') throw this.source.notTranslated(`the escape \\${char}`);
    if (char === 'k' || /^[1-9]$/.test(char)) throw this.source.notTranslated('a back reference');
    const set = this.#classes.escaped(char);
    return one(set ?? literal(escapedCharacter(this.source, char), this.#has(FLAG.CASE_INSENSITIVE)));
  }

  #group(): Part {
    const flags = this.#flags;
    const part = this.#groupContents();
    // Flags that were set without a colon count for the rest of the group around them.
    if (part !== FLAGS_ONLY) this.#flags = flags;
    return part;
  }

  #groupContents(): Part {
    if (!this.source.take('?')) return this.#capturing();
    for (const [opening, isAssertion] of OPENINGS) {
      if (!this.source.take(opening)) continue;
      const inner = this.#closed();
      if (!isAssertion) return { ...inner, text: `(?:${inner.text})` };
      if (opening.startsWith('<') && inner.captures > 0) this.#keepsLastCapture = true;
      return { ...inner, text: `(?:(?${opening}${inner.text}))`, empty: true };
    }
    if (this.source.take('>')) {
      const inner = this.#closed();
      return { ...inner, text: this.#atomic(inner.text) };
    }
    if (this.source.take('<')) return this.#named();
    return this.#withFlags();
  }

  #capturing(): Part {
    const number = ++this.#groups;
    const inner = this.#closed();
    return { text: `(?<g${number}>${inner.text})`, empty: inner.empty, captures: inner.captures + 1 };
  }

  #named(): Part {
    const [text, name = ''] = this.source.takeMatch(/^([A-Za-z][A-Za-z0-9]*)>/) ?? [];
    if (text === undefined)
      throw this.source.syntaxError('capturing group name does not start with a Latin letter', this.source.at);
    if (this.#names.has(name)) {
      throw this.source.syntaxError(`Named capturing group <${name}> is already defined`, this.source.at - 1);
    }
    this.#names.set(name, this.#groups + 1);
    return this.#capturing();
  }

  #withFlags(): Part {
    const [text, on = '', off = ''] = this.source.takeMatch(/^([dixmsuU]*)(?:-([dixmsuU]*))?(?=[:)])/) ?? [];
    if (text === undefined) throw this.source.syntaxError('Unknown inline modifier', this.source.at);
    this.#setFlags((this.#flags | flagsOf(on)) & ~flagsOf(off));
    if (this.source.take(')')) {
      if (this.source.peek() === '{') throw this.source.notTranslated('a quantifier behind flags');
      return FLAGS_ONLY;
    }
    this.source.next();
    const inner = this.#closed();
    return { ...inner, text: `(?:${inner.text})` };
  }

  /** The rest of a group, its `)` taken. */
  #closed(): Part {
    const inner = this.#alternatives();
    if (!this.source.take(')')) throw this.source.syntaxError('Unclosed group');
    return inner;
  }
}

/** What follows `(?`, and whether it takes no text. */
const OPENINGS: readonly (readonly [string, boolean])[] = [
  [':', false],
  ['=', true],
  ['!', true],
  ['<=', true],
  ['<!', true],
];

const BEGIN = '(?:(?<![^]))';
const END = '(?![^])';
const TERMINATORS = '\\n\\r\\x85\\u2028\\u2029';
const LINE_END = '(?:\\r\\n|[\\r\\x85\\u2028\\u2029]|(?<!\\r)\\n)';

/** \b goes by ASCII, as Java's does since 19. */
const ANCHORS: Readonly<Record<string, string>> = { A: BEGIN, z: `(?:${END})`, b: '(?:\\b)', B: '(?:\\B)' };

const FLAGS_ONLY: Part = { text: '(?:)', empty: true, captures: 0 };

function flagsOf(letters: string): number {
  return Array.from(letters).reduce((flags, letter) => flags | (INLINE_FLAGS[letter] ?? 0), 0);
}

function one(text: string): Part {
  return { text, empty: false, captures: 0 };
}

function nothing(text: string): Part {
  return { text, empty: true, captures: 0 };
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { captures }) => total + captures, 0);
}
