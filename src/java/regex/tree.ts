/** A pattern of java.util.regex as a tree, with what its parts say of themselves. */
import type { CharSet } from './char-set.js';

export type Node =
  Chars | Empty | Sequence | Alternatives | Repeat | Group | Atomic | Look | Anchor | LineBreak | Reference;

interface Extent {
  /** The least that it takes, in characters. */
  readonly min: number;
  /** TreeInfo.deterministic: Java then does not go back into a repetition of it to try it otherwise. */
  readonly deterministic: boolean;
  /** How many groups it holds that capture. */
  readonly captures: number;
  /** How large its text in another notation becomes, roughly: its nodes, and the ranges of its sets. */
  readonly size: number;
}

/** One character of a set. */
export interface Chars extends Extent {
  readonly kind: 'chars';
  readonly set: CharSet;
}

/** Nothing, always. */
export interface Empty extends Extent {
  readonly kind: 'empty';
}

export interface Sequence extends Extent {
  readonly kind: 'sequence';
  readonly parts: readonly Node[];
}

/** The first that fits; never fewer than two. */
export interface Alternatives extends Extent {
  readonly kind: 'alternatives';
  readonly choices: readonly Node[];
}

export type Eagerness = 'greedy' | 'lazy' | 'possessive';

export interface Repeat extends Extent {
  readonly kind: 'repeat';
  readonly body: Node;
  readonly least: number;
  /** Infinity for no limit. */
  readonly most: number;
  readonly eagerness: Eagerness;
  /** Whether the body is a group, which Java repeats otherwise than a character or an escape. */
  readonly ofGroup: boolean;
}

/** A group that captures; they count from 1. */
export interface Group extends Extent {
  readonly kind: 'group';
  readonly number: number;
  readonly body: Node;
}

/** What matched once is not tried otherwise. */
export interface Atomic extends Extent {
  readonly kind: 'atomic';
  readonly body: Node;
}

/** Looks ahead or behind and takes nothing. */
export interface Look extends Extent {
  readonly kind: 'look';
  readonly behind: boolean;
  readonly negative: boolean;
  readonly body: Node;
}

export type Place =
  | 'begin'
  | 'end'
  /** `$` and \Z: the end, or before the line break at the end. */
  | 'lastLineEnd'
  /** `^` and `$` with the flag MULTILINE. */
  | 'lineBegin'
  | 'lineEnd'
  | 'boundary'
  | 'noBoundary';

export interface Anchor extends Extent {
  readonly kind: 'anchor';
  readonly place: Place;
  /** With the flag UNIX_LINES only \n ends a line. */
  readonly unixLines: boolean;
}

/** `\R` */
export interface LineBreak extends Extent {
  readonly kind: 'lineBreak';
}

/** What group `number` matched, again. */
export interface Reference extends Extent {
  readonly kind: 'reference';
  readonly number: number;
}

const NOTHING = { min: 0, deterministic: true, captures: 0, size: 1 };

export const EMPTY: Empty = { kind: 'empty', ...NOTHING };

export function chars(set: CharSet): Chars {
  return { kind: 'chars', set, ...NOTHING, min: 1, size: set.ranges.length };
}

export function sequence(parts: readonly Node[]): Node {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  if (parts.length === 0) return EMPTY;
  return {
    kind: 'sequence',
    parts,
    min: sum(parts, ({ min }) => min),
    deterministic: parts.every(({ deterministic }) => deterministic),
    captures: sum(parts, ({ captures }) => captures),
    size: sum(parts, ({ size }) => size),
  };
}

export function alternatives(choices: readonly Node[]): Node {
  const [only] = choices;
  if (choices.length === 1 && only !== undefined) return only;
  return {
    kind: 'alternatives',
    choices,
    min: Math.min(...choices.map(({ min }) => min)),
    deterministic: false,
    captures: sum(choices, ({ captures }) => captures),
    size: sum(choices, ({ size }) => size),
  };
}

export function repeat(body: Node, least: number, most: number, eagerness: Eagerness, ofGroup: boolean): Repeat {
  return {
    kind: 'repeat',
    body,
    least,
    most,
    eagerness,
    ofGroup,
    min: body.min * least,
    deterministic: body.deterministic && least === most,
    captures: body.captures,
    size: body.size + 1,
  };
}

export function group(number: number, body: Node): Group {
  return { ...extentOf(body), kind: 'group', number, body, captures: body.captures + 1 };
}

export function atomic(body: Node): Atomic {
  return { ...extentOf(body), kind: 'atomic', body };
}

export function look(behind: boolean, negative: boolean, body: Node): Look {
  return { kind: 'look', behind, negative, body, ...NOTHING, captures: body.captures, size: body.size + 1 };
}

export function anchor(place: Place, unixLines = false): Anchor {
  return { kind: 'anchor', place, unixLines, ...NOTHING };
}

export const LINE_BREAK: LineBreak = { kind: 'lineBreak', ...NOTHING, min: 1 };

export function reference(number: number): Reference {
  return { kind: 'reference', number, ...NOTHING };
}

function extentOf({ min, deterministic, captures, size }: Node): Extent {
  return { min, deterministic, captures, size: size + 1 };
}

function sum(parts: readonly Node[], of: (part: Node) => number): number {
  return parts.reduce((total, part) => total + of(part), 0);
}
