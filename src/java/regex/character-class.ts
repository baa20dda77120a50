/** Reads character classes: `[a-z&&[^x]]`, `\d`, `\p{Alpha}`. */
import { CharSet } from './char-set.js';
import { codeOf, escapedCharacter } from './escapes.js';
import { FLAG } from './flags.js';
import { inAnyCase } from './letter-case.js';
import type { PatternSource } from './pattern-source.js';
import { propertySet } from './properties.js';

/** Java's sets by the letter of their escape. */
const SETS: Readonly<Record<string, CharSet>> = {
  d: CharSet.ofPairs('09'),
  w: CharSet.ofPairs('azAZ09__'),
  s: CharSet.ofPairs('  \t\r'),
  h: CharSet.ofPairs('\t\t  \xa0\xa0\u1680\u1680\u180e\u180e\u2000\u200a\u202f\u202f\u205f\u205f\u3000\u3000'),
  v: CharSet.ofPairs('\n\r\x85\x85\u2028\u2029'),
};

export class CharacterClasses {
  constructor(
    private readonly source: PatternSource,
    private readonly flags: () => number,
  ) {}

  /** A class whose `[` has been taken. */
  bracketed(): CharSet {
    const negated = this.source.take('^');
    const set = this.#operands();
    this.source.next();
    return negated ? set.complement() : set;
  }

  /** `\d` and its like by what follows the backslash; undefined for what is no class. */
  escaped(char: string): CharSet | undefined {
    if (char === 'p' || char === 'P') return this.#property(char === 'P');
    const letter = char.toLowerCase();
    const set = Object.hasOwn(SETS, letter) ? SETS[letter] : undefined;
    return char === letter ? set : set?.complement();
  }

  /** Unions with `&&` between them, up to a `]` that is left: what stands behind an `&&` has all that follows to itself. */
  #operands(): CharSet {
    let set: CharSet | undefined;
    for (;;) {
      const { source } = this;
      if (source.ended) throw source.syntaxError('Unclosed character class', source.at - 1);
      if (source.peek() === ']' && set !== undefined) return set;
      if (source.take('&&')) set = this.#intersected(set);
      else set = united(set, this.#item());
    }
  }

  #intersected(left: CharSet | undefined): CharSet {
    const { source } = this;
    let right: CharSet | undefined;
    while (source.peek() !== ']' && source.peek() !== '&') {
      right = united(right, source.take('[') ? this.bracketed() : this.#operands());
    }
    if (right === undefined) throw source.notTranslated('an intersection with nothing');
    return left === undefined ? right : left.intersect(right);
  }

  #item(): CharSet {
    const { source } = this;
    if (source.take('[')) return this.bracketed();
    const start = this.#character(source.peek(2) === '-');
    if (start instanceof CharSet) return start;
    if (source.peek() !== '-' || source.peek(1) === ']' || source.peek(1) === '[') return this.#range(start, start);
    source.next();
    const end = this.#character(true);
    if (end instanceof CharSet || end < start) throw source.syntaxError('Illegal character range', source.at - 1);
    return this.#range(start, end);
  }

  /** @param inRange whether it begins or ends a range, where `\v` is one character */
  #character(inRange: boolean): number | CharSet {
    const char = this.source.next();
    if (char !== '\\') return codeOf(char);
    const name = this.source.next();
    if (inRange && name === 'v') return 0x0b;
    return this.escaped(name) ?? escapedCharacter(this.source, name);
  }

  #range(first: number, last: number): CharSet {
    const set = inAnyCase(first, last, this.flags());
    return first === last && first < 0x100 ? set.known(set.ranges.every(([, end]) => end < 0xd800)) : set;
  }

  #property(negated: boolean): CharSet {
    const { source } = this;
    const name = source.take('{') ? this.#braced() : source.next();
    const set = propertySet(name, (this.flags() & FLAG.CASE_INSENSITIVE) !== 0);
    if (set === undefined) throw source.notTranslated(`\\p{${name}}`);
    return negated ? set.complement() : set;
  }

  #braced(): string {
    const { source } = this;
    const name = source.takeWhile(/[^}]/);
    if (!source.take('}')) throw source.syntaxError('Unclosed character family', source.at);
    if (name === '') throw source.syntaxError('Empty character family', source.at - 1);
    return name;
  }
}

function united(set: CharSet | undefined, other: CharSet): CharSet {
  return set === undefined ? other : set.union(other);
}
