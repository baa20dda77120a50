/**
 * Writes a pattern for RE2, whose matching takes time in proportion to the text whatever the pattern is. It has no word for
 * what is not a regular expression in the strict sense, and means characters where Java means UTF-16 units.
 */
import { bmpUnits } from './to-javascript.js';
import { isFinal } from './repetition.js';
import type { Anchor, Node, Repeat } from './tree.js';

/** For texts with something in them and without surrogates; where `asksForLines` for those without line breaks. */
export interface LinearPattern {
  readonly source: string;
  readonly asksForLines: boolean;
}

/** @returns undefined for a pattern that RE2 cannot match as Java does */
export function toLinear(tree: Node): LinearPattern | undefined {
  const writer = new Writer();
  const source = writer.text(tree);
  return writer.fits ? { source, asksForLines: writer.asksForLines } : undefined;
}

/** RE2's own limit, against programs of any size. */
const MOST_REPEATS = 1000;

class Writer {
  fits = true;
  asksForLines = false;

  text(node: Node): string {
    switch (node.kind) {
      case 'empty':
        return '(?:)';
      case 'chars':
        return this.#chars(node.set.ranges.length > 0 ? bmpUnits(node.set, escapeOf) : '[]');
      case 'sequence':
        return node.parts.map((part) => this.#part(part)).join('');
      case 'alternatives':
        return node.choices.map((choice) => this.text(choice)).join('|');
      case 'group':
        return `(${this.text(node.body)})`;
      case 'anchor':
        return this.#anchor(node);
      case 'lineBreak':
        return '(?:\\r\\n|[\\n-\\r\\x{85}\\x{2028}\\x{2029}])';
      case 'repeat':
        return this.#repeat(node);
      case 'atomic':
      case 'look':
      case 'reference':
        this.fits = false;
        return '';
    }
  }

  #chars(text: string): string {
    if (text === '[]') this.fits = false;
    return text;
  }

  #part(node: Node): string {
    return node.kind === 'alternatives' || node.kind === 'sequence' ? `(?:${this.text(node)})` : this.text(node);
  }

  #anchor({ place }: Anchor): string {
    if (place === 'boundary') return '\\b';
    if (place === 'noBoundary') return '\\B';
    if (place === 'begin') return '\\A';
    if (place === 'end') return '\\z';
    this.asksForLines = true;
    return place === 'lineBegin' ? '\\A' : '\\z';
  }

  #repeat(node: Repeat): string {
    const { body, least, most, eagerness } = node;
    const isPlain = eagerness !== 'possessive' && !isFinal(node);
    const isSmall = least <= MOST_REPEATS && (most === Infinity || most <= MOST_REPEATS);
    if (!isPlain || !isSmall) this.fits = false;
    const lazy = eagerness === 'lazy' ? '?' : '';
    return `(?:${this.text(body)})${quantifier(least, most)}${lazy}`;
  }
}

function quantifier(least: number, most: number): string {
  if (least === 0 && most === 1) return '?';
  return most === Infinity ? `{${least},}` : `{${least},${most}}`;
}

function escapeOf(unit: number): string {
  return `\\x{${unit.toString(16)}}`;
}
