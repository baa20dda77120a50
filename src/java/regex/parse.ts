/** Reads the structure of a java.util.regex pattern: groups, alternatives, quantifiers, anchors. */
import { CharSet } from './char-set.js';
import { CharacterClasses } from './character-class.js';
import { codeOf, escapedCharacter } from './escapes.js';
import { FLAG, INLINE_FLAGS, REFUSED_FLAGS } from './flags.js';
import { inAnyCase } from './letter-case.js';
import { lookBehindLength } from './look-behind.js';
import { MatchedGroups } from './matched-groups.js';
import type { Sure } from './matched-groups.js';
import { PatternSource } from './pattern-source.js';
import { isFinalAnywhere, isLoop, takesTextFirst } from './repetition.js';
import {
  EMPTY,
  LINE_BREAK,
  alternatives,
  anchor,
  atomic,
  chars,
  group,
  look,
  reference,
  repeat,
  sequence,
} from './tree.js';
import type { Eagerness, Node, Place } from './tree.js';

export interface ParsedPattern {
  readonly tree: Node;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  /** Groups of which Java may remember something else than JavaScript. */
  readonly uncertainGroups: ReadonlySet<number>;
  /** Java then begins no search in the middle of a surrogate pair. */
  readonly hasSupplementary: boolean;
}

/**
 * @param flags of java.util.regex.Pattern
 * @throws JavaError java.util.regex.PatternSyntaxException for what Java refuses, java.io.IOException for what only Java can do
 */
export function parsePattern(pattern: string, flags: number): ParsedPattern {
  const isLiteral = (flags & FLAG.LITERAL) !== 0;
  const source = new PatternSource(isLiteral ? `\\Q${pattern.replaceAll('\\E', '\\E\\\\E\\Q')}` : pattern);
  return new Parser(source, flags & ~FLAG.LITERAL, /[\ud800-\udfff]/.test(pattern)).parse();
}

class Parser {
  #flags = 0;
  #supplementary = false;
  readonly #names = new Map<string, number>();
  readonly #matched = new MatchedGroups();
  readonly #classes: CharacterClasses;

  constructor(
    private readonly source: PatternSource,
    flags: number,
    private readonly namesSurrogates: boolean,
  ) {
    this.#setFlags(flags);
    this.#classes = new CharacterClasses(source, () => this.#flags);
  }

  parse(): ParsedPattern {
    const tree = this.#alternatives();
    if (!this.source.ended) throw this.source.syntaxError("Unmatched closing ')'", this.source.at - 1);
    return {
      tree,
      groupCount: this.#matched.count,
      groupNames: this.#names,
      uncertainGroups: this.#matched.uncertain(),
      hasSupplementary: this.namesSurrogates || this.#supplementary,
    };
  }

  #has(flag: number): boolean {
    return (this.#flags & flag) !== 0;
  }

  #setFlags(flags: number): void {
    for (const [flag, what] of REFUSED_FLAGS) if ((flags & flag) !== 0) throw this.source.notTranslated(what);
    this.#flags = flags;
  }

  /** Until a `)` or the end. */
  #alternatives(): Node {
    const choices: Node[] = [];
    this.#matched.alternatives((next) => {
      do {
        next();
        choices.push(this.#sequence());
      } while (this.source.take('|'));
    });
    return alternatives(choices);
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (!this.source.ended && this.source.peek() !== '|' && this.source.peek() !== ')') {
      const opens = this.source.peek() === '(';
      const before = this.#matched.sure;
      const atom = this.#atom();
      const ofGroup = opens && atom?.kind !== 'look' && atom?.kind !== 'atomic';
      if (atom !== null) parts.push(this.#quantified(atom, ofGroup, before));
    }
    return sequence(parts);
  }

  #quantified(atom: Node, ofGroup: boolean, before: Sure | null): Node {
    const quantifier = this.#quantifier();
    if (quantifier === null) return atom;
    const [least, most] = quantifier;
    const eagerness: Eagerness = this.source.take('?') ? 'lazy' : this.source.take('+') ? 'possessive' : 'greedy';
    const node = repeat(atom, least, most, eagerness, ofGroup);
    if (isLoop(node) && most > 1 && !takesTextFirst(atom)) {
      throw this.source.notTranslated('a repeated group that rather takes nothing than something');
    }
    this.#matched.repeated(node, before);
    return node;
  }

  #quantifier(): readonly [least: number, most: number] | null {
    const { source } = this;
    if (source.take('?')) return [0, 1];
    if (source.take('*')) return [0, Infinity];
    if (source.take('+')) return [1, Infinity];
    if (source.peek() !== '{') return null;
    if (!/[0-9]/.test(source.peek(1))) throw source.syntaxError('Illegal repetition', source.at + 1);
    source.next();
    const least = this.#number();
    const most = !source.take(',') ? least : source.peek() === '}' ? Infinity : this.#number();
    if (!source.take('}')) throw source.syntaxError('Unclosed counted closure');
    if (most < least) throw source.syntaxError('Illegal repetition range', source.at - 1);
    return [least, most];
  }

  /** An int; nothing is 0. */
  #number(): number {
    const value = Number(this.source.takeWhile(/[0-9]/));
    if (value > 0x7fff_ffff) throw this.source.syntaxError('Illegal repetition range');
    return value;
  }

  /** null for what only sets flags. */
  #atom(): Node | null {
    const char = this.source.next();
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return this.#class(this.#classes.bracketed());
      case '.':
        return chars(this.#dot());
      case '^':
        return this.#has(FLAG.MULTILINE) ? this.#anchor('lineBegin') : anchor('begin');
      case '$':
        return this.#anchor(this.#has(FLAG.MULTILINE) ? 'lineEnd' : 'lastLineEnd');
      case '*':
      case '+':
      case '?':
        throw this.source.syntaxError(`Dangling meta character '${char}'`, this.source.at - 1);
      case '{':
        // Java takes it for the quantifier of nothing.
        this.source.at--;
        return EMPTY;
      case '\\':
        return this.#escape();
      default:
        return this.#literal(codeOf(char));
    }
  }

  #literal(codePoint: number): Node {
    return this.#class(inAnyCase(codePoint, codePoint, this.#flags));
  }

  #class(set: CharSet): Node {
    this.#supplementary ||= !set.isBmp;
    return chars(set);
  }

  #dot(): CharSet {
    if (this.#has(FLAG.DOTALL)) return CharSet.of([]).complement();
    return (this.#has(FLAG.UNIX_LINES) ? UNIX_TERMINATORS : TERMINATORS).complement();
  }

  #anchor(place: Place): Node {
    return anchor(place, this.#has(FLAG.UNIX_LINES));
  }

  #escape(): Node {
    const char = this.source.next();
    if (char === 'b' && this.source.peek() === '{') {
      if (this.source.peek(1) === 'g') throw this.source.notTranslated('the boundary \\b{g}');
    }
    const place = Object.hasOwn(ANCHORS, char) ? ANCHORS[char] : undefined;
    if (place !== undefined) return this.#anchor(place);
    if (char === 'R') return LINE_BREAK;
    if (char === 'G' || char === 'X') throw this.source.notTranslated(`the escape \\${char}`);
    if (char === 'k') return this.#reference(this.#referredName());
    if (/^[1-9]$/.test(char)) return this.#reference(this.#referredNumber(Number(char)));
    const set = this.#classes.escaped(char);
    return set === undefined ? this.#literal(escapedCharacter(this.source, char)) : this.#class(set);
  }

  /** As many digits as there are such groups. */
  #referredNumber(first: number): number {
    let number = first;
    while (/^[0-9]$/.test(this.source.peek())) {
      const longer = number * 10 + Number(this.source.peek());
      if (longer > this.#matched.count) break;
      number = longer;
      this.source.next();
    }
    return number;
  }

  #referredName(): number {
    const { source } = this;
    if (source.next() !== '<') {
      throw source.syntaxError("\\k is not followed by '<' for named capturing group", source.at - 1);
    }
    const name = this.#groupName();
    const number = this.#names.get(name);
    if (number === undefined) {
      throw source.syntaxError(`named capturing group <${name}> does not exist`, source.at - 1);
    }
    return number;
  }

  #reference(number: number): Node {
    if (this.#has(FLAG.CASE_INSENSITIVE)) {
      throw this.source.notTranslated('a back reference without regard to case');
    }
    if (!this.#matched.isSure(number)) {
      throw this.source.notTranslated('a back reference to a group that need not have matched');
    }
    return reference(number);
  }

  #group(): Node | null {
    const flags = this.#flags;
    const node = this.#groupContents();
    // Flags that were set without a colon count for the rest of the group around them.
    if (node !== null) this.#flags = flags;
    return node;
  }

  #groupContents(): Node | null {
    const { source } = this;
    if (!source.take('?')) return this.#capturing();
    if (source.take(':')) return this.#closed();
    if (source.take('>')) {
      const node = atomic(this.#closed());
      this.#matched.passed(node);
      return node;
    }
    for (const opening of ['=', '!', '<=', '<!']) {
      if (source.take(opening)) return this.#look(opening.startsWith('<'), opening.endsWith('!'));
    }
    if (source.take('<')) return this.#named();
    if (source.peek() === '$' || source.peek() === '@') throw source.syntaxError('Unknown group type');
    return this.#withFlags();
  }

  #look(behind: boolean, negative: boolean): Node {
    const before = this.#matched.sure;
    const inner = this.#alternatives();
    if (behind) this.#checkLength(inner);
    const node = look(behind, negative, inner);
    this.#matched.passed(node);
    if (behind || negative) this.#matched.forget(before);
    this.#close();
    return node;
  }

  #checkLength(inner: Node): void {
    const length = lookBehindLength(inner, this.namesSurrogates);
    if (length === 'unknown') {
      throw this.source.syntaxError('Look-behind group does not have an obvious maximum length', this.source.at - 1);
    }
    if (isFinalAnywhere(inner)) throw this.source.notTranslated('what is not tried again in a look-behind');
    if (length === 'beyond') throw this.source.notTranslated('a look-behind for a text of more than 2^31 characters');
  }

  #capturing(): Node {
    const number = this.#matched.open();
    const node = group(number, this.#closed());
    this.#matched.close(number);
    return node;
  }

  #named(): Node {
    const name = this.#groupName();
    if (this.#names.has(name)) {
      throw this.source.syntaxError(`Named capturing group <${name}> is already defined`, this.source.at - 1);
    }
    this.#names.set(name, this.#matched.count + 1);
    return this.#capturing();
  }

  /** With the `>` behind it. */
  #groupName(): string {
    const { source } = this;
    if (!/^[A-Za-z]$/.test(source.peek())) {
      throw source.syntaxError('capturing group name does not start with a Latin letter');
    }
    const name = source.takeWhile(/[A-Za-z0-9]/);
    if (!source.take('>')) throw source.syntaxError("named capturing group is missing trailing '>'");
    return name;
  }

  #withFlags(): Node | null {
    const { source } = this;
    const on = flagsOf(source.takeWhile(/[dixmsucU]/));
    const off = source.take('-') ? flagsOf(source.takeWhile(/[dixmsucU]/)) : 0;
    this.#setFlags((this.#flags | on) & ~off);
    if (source.peek() !== ')' && source.peek() !== ':') throw source.syntaxError('Unknown inline modifier');
    return source.next() === ')' ? null : this.#closed();
  }

  /** The rest of a group, its `)` taken. */
  #closed(): Node {
    const inner = this.#alternatives();
    this.#close();
    return inner;
  }

  #close(): void {
    if (!this.source.take(')')) throw this.source.syntaxError('Unclosed group');
  }
}

const UNIX_TERMINATORS = CharSet.ofChar(0x0a);
const TERMINATORS = CharSet.ofPairs('\n\n\r\r\x85\x85\u2028\u2029');

const ANCHORS: Readonly<Record<string, Place>> = {
  A: 'begin',
  z: 'end',
  Z: 'lastLineEnd',
  b: 'boundary',
  B: 'noBoundary',
};

function flagsOf(letters: string): number {
  return Array.from(letters).reduce((flags, letter) => flags | (INLINE_FLAGS[letter] ?? 0), 0);
}
