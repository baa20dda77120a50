/** How far Java looks behind: it wants to know, and reckons with ints, whose overflow it notices in some places only. */
import { isLoop } from './repetition.js';
import { EMPTY } from './tree.js';
import type { Node } from './tree.js';

const MAX_REPS = 0x7fff_ffff;

interface Length {
  /** As Java has it, a 32-bit number. */
  readonly max: number;
  readonly real: number;
  readonly known: boolean;
  /** Whether it is the longest of several. */
  readonly branches: boolean;
}

const ZERO: Length = { max: 0, real: 0, known: true, branches: false };

/**
 * @param surrogates whether the pattern names any: Java then counts characters
 * @returns `unknown` for what Java refuses; `beyond` for what it takes, though its sum has overflowed and the matches come
 *   out by chance
 */
export function lookBehindLength(node: Node, surrogates: boolean): 'known' | 'unknown' | 'beyond' {
  const { real, known, branches } = study(node, ZERO, (length) => length);
  if (!known) return 'unknown';
  if (real <= MAX_REPS) return 'known';
  // A sum that has overflowed once does its service nevertheless where what is looked for is long enough.
  return !branches && !surrogates && real - MAX_REPS - 1 <= node.min ? 'known' : 'beyond';
}

/**
 * Pattern.Node.study.
 * @param before the length of what comes before the node
 * @param next adds what comes after it
 */
function study(node: Node, before: Length, next: (length: Length) => Length): Length {
  switch (node.kind) {
    case 'chars':
      return next(plus(before, 1));
    case 'lineBreak':
      return next(plus(before, 2));
    case 'empty':
    case 'anchor':
    case 'look':
      return next(before);
    case 'reference':
      return next({ ...before, known: false });
    case 'group':
    case 'atomic':
      return study(node.body, before, next);
    case 'sequence':
      return inOrder(node.parts, 0, before, next);
    case 'alternatives':
      return branch(node.choices, before, next);
    case 'repeat': {
      const { body, least, most, eagerness, ofGroup } = node;
      if (least === 0 && most === 1) {
        return ofGroup && eagerness !== 'possessive' ? branch([body, EMPTY], before, next) : study(body, before, next);
      }
      if (body.kind === 'chars' && most === Infinity && eagerness === 'greedy' && !ofGroup) {
        return next(before.known ? plus(before, MAX_REPS) : before);
      }
      if (isLoop(node)) return { ...before, known: false };
      const once = study(body, ZERO, (length) => length);
      const times = Math.min(most, MAX_REPS);
      const max = (Math.imul(once.max, times) + before.max) | 0;
      const known = before.known && once.known && max >= before.max;
      return next({ max, real: before.real + once.real * times, known, branches: before.branches || once.branches });
    }
  }
}

function inOrder(parts: readonly Node[], at: number, before: Length, next: (length: Length) => Length): Length {
  const part = parts[at];
  return part === undefined ? next(before) : study(part, before, (length) => inOrder(parts, at + 1, length, next));
}

/** What comes after it is reckoned from nothing, and so overflows later. */
function branch(choices: readonly Node[], before: Length, next: (length: Length) => Length): Length {
  const lengths = choices.map((choice) => study(choice, ZERO, (length) => length));
  const rest = next(ZERO);
  return {
    max: (before.max + Math.max(...lengths.map(({ max }) => max)) + rest.max) | 0,
    real: before.real + Math.max(...lengths.map(({ real }) => real)) + rest.real,
    known: before.known && rest.known && lengths.every(({ known }) => known),
    branches: true,
  };
}

function plus(length: Length, more: number): Length {
  return { ...length, max: (length.max + more) | 0, real: length.real + more };
}
