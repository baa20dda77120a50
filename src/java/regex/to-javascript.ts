/**
 * Writes a pattern as a JavaScript expression that matches the same. It has no flag `u` or `v`: Java too goes through a text by
 * UTF-16 units and looks at a surrogate pair as one character only where it meets its first half.
 */
import type { CharSet, Range } from './char-set.js';
import { isFinal } from './repetition.js';
import type { Alternatives, Anchor, Node, Place, Repeat } from './tree.js';

/**
 * @param surrogates whether the text may hold any; without them sets are much simpler
 * @returns the source for `new RegExp(source)`; the Java group n is named `gn`
 */
export function toJavaScript(tree: Node, surrogates: boolean): string {
  return new Writer(surrogates).text(tree);
}

class Writer {
  #atomics = 0;

  constructor(private readonly surrogates: boolean) {}

  text(node: Node): string {
    switch (node.kind) {
      case 'empty':
        return '(?:)';
      case 'chars':
        return this.surrogates ? units(node.set) : bmpUnits(node.set);
      case 'sequence':
        return node.parts.map((part) => this.#part(part)).join('');
      case 'alternatives':
        return this.#alternatives(node);
      case 'group':
        return `(?<g${node.number}>${this.text(node.body)})`;
      case 'atomic':
        return this.#atomic(this.text(node.body));
      case 'look':
        return `(?:(?${node.behind ? '<' : ''}${node.negative ? '!' : '='}${this.text(node.body)}))`;
      case 'anchor':
        return anchorText(node);
      case 'lineBreak':
        return '(?:\\r\\n|[\\n-\\r\\x85\\u2028\\u2029])';
      case 'reference':
        return `(?:\\k<g${node.number}>)`;
      case 'repeat':
        return this.#repeat(node);
    }
  }

  #alternatives({ choices }: Alternatives): string {
    return choices.map((choice) => this.text(choice)).join('|');
  }

  /** A node that something stands beside, or a quantifier behind. */
  #part(node: Node): string {
    return node.kind === 'alternatives' || node.kind === 'sequence' ? `(?:${this.text(node)})` : this.text(node);
  }

  #repeat(node: Repeat): string {
    const { body, least, most, eagerness } = node;
    const once = this.#once(body, node.ofGroup);
    if (least === 0 && most === 1 && eagerness !== 'possessive') {
      // A `?` does not take what takes no text; Java does, and remembers its groups.
      return eagerness === 'lazy' ? `(?:|${once})` : `(?:${once}|)`;
    }
    const text = isFinal(node) ? this.#atomic(once) : once;
    const repeated = `${text}${quantifier(least, most)}`;
    if (eagerness === 'possessive') return this.#atomic(repeated);
    return eagerness === 'lazy' ? `${repeated}?` : repeated;
  }

  #once(body: Node, ofGroup: boolean): string {
    // Without a group around it Java takes both halves of \r\n whenever it can.
    if (body.kind === 'lineBreak' && !ofGroup) return '(?:\\r\\n|\\r(?!\\n)|[\\n\\v\\f\\x85\\u2028\\u2029])';
    return body.kind === 'repeat' ? `(?:${this.text(body)})` : this.#part(body);
  }

  /** JavaScript says it with a lookahead, whose choice is final. */
  #atomic(text: string): string {
    const name = `a${++this.#atomics}`;
    return `(?:(?=(?<${name}>${text}))\\k<${name}>)`;
  }
}

function quantifier(least: number, most: number): string {
  if (most === Infinity) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  return least === most ? `{${least}}` : `{${least},${most}}`;
}

const TERMINATOR = '\\r\\x85\\u2028\\u2029';

/** Where a \n that does not belong to \r\n begins. */
const LONE_NEWLINE = '(?<!\\r)\\n';

const ANCHORS: Readonly<Record<Place, string>> = {
  begin: '(?:^)',
  end: '(?:$)',
  lastLineEnd: `(?:(?=(?:\\r\\n|[${TERMINATOR}]|${LONE_NEWLINE})?$))`,
  lineBegin: `(?:(?:^|(?<=[\\n\\x85\\u2028\\u2029]|\\r(?!\\n)))(?!$))`,
  lineEnd: `(?:(?=[${TERMINATOR}]|${LONE_NEWLINE}|$))`,
  // By ASCII, as in Java from 19 on; there a combining mark belongs to the word before it.
  boundary: '(?:\\b)',
  noBoundary: '(?:\\B)',
};

const UNIX_ANCHORS: Readonly<Partial<Record<Place, string>>> = {
  lastLineEnd: '(?:(?=\\n?$))',
  lineBegin: '(?:(?:^|(?<=\\n))(?!$))',
  lineEnd: '(?:(?=\\n|$))',
};

function anchorText({ place, unixLines }: Anchor): string {
  return (unixLines ? UNIX_ANCHORS[place] : undefined) ?? ANCHORS[place];
}

const HIGH = '\\ud800-\\udbff';
const LOW = '\\udc00-\\udfff';

/** A set of characters in a text without surrogates. */
export function bmpUnits({ ranges }: CharSet, escape = unitEscape): string {
  return unitClass(
    ranges.flatMap(([first, last]) => [...clipped(first, last, 0, 0xd7ff), ...clipped(first, last, 0xe000, 0xffff)]),
    escape,
  );
}

/** A set of characters, each of them one unit or a surrogate pair. */
function units({ ranges }: CharSet): string {
  const single = ranges.flatMap(([first, last]) => [
    ...clipped(first, last, 0, 0xd7ff),
    ...clipped(first, last, 0xdc00, 0xffff),
  ]);
  const high = ranges.flatMap(([first, last]) => clipped(first, last, 0xd800, 0xdbff));
  const pairs = ranges.flatMap(([first, last]) => clipped(first, last, 0x10000, 0x10ffff)).flatMap(pairText);
  if (high.length === 0 && pairs.length === 0) return unitClass(single, unitEscape);
  const choices = [
    ...(single.length > 0 ? [unitClass(single, unitEscape)] : []),
    ...(high.length > 0 ? [`${unitClass(high, unitEscape)}(?![${LOW}])`] : []),
    ...pairs,
  ];
  return `(?:${choices.join('|')})`;
}

/** A range of characters beyond U+FFFF: those of its first half, of its last, and those between that have every second half. */
function pairText([first, last]: Range): string[] {
  const [from, to] = [first - 0x10000, last - 0x10000];
  const [high, lastHigh] = [0xd800 + (from >> 10), 0xd800 + (to >> 10)];
  const [low, lastLow] = [0xdc00 + (from & 0x3ff), 0xdc00 + (to & 0x3ff)];
  const pair = (highs: Range, lows: Range): string => unitClass([highs], unitEscape) + unitClass([lows], unitEscape);
  if (high === 0xd800 && low === 0xdc00 && lastHigh === 0xdbff && lastLow === 0xdfff) return [`[${HIGH}][${LOW}]`];
  if (high === lastHigh) return [pair([high, high], [low, lastLow])];
  const [firstFull, lastFull] = [low === 0xdc00 ? high : high + 1, lastLow === 0xdfff ? lastHigh : lastHigh - 1];
  return [
    ...(firstFull > high ? [pair([high, high], [low, 0xdfff])] : []),
    ...(firstFull <= lastFull ? [pair([firstFull, lastFull], [0xdc00, 0xdfff])] : []),
    ...(lastFull < lastHigh ? [pair([lastHigh, lastHigh], [0xdc00, lastLow])] : []),
  ];
}

function clipped(first: number, last: number, from: number, to: number): Range[] {
  const [start, end] = [Math.max(first, from), Math.min(last, to)];
  return start > end ? [] : [[start, end]];
}

function unitClass(ranges: readonly Range[], escape: (unit: number) => string): string {
  const [only] = ranges;
  if (ranges.length === 1 && only !== undefined && only[0] === only[1]) return escape(only[0]);
  return `[${ranges.map(([first, last]) => (first === last ? escape(first) : `${escape(first)}-${escape(last)}`)).join('')}]`;
}

function unitEscape(unit: number): string {
  const char = String.fromCharCode(unit);
  return /[A-Za-z0-9]/.test(char) ? char : `\\u${unit.toString(16).padStart(4, '0')}`;
}
