/**
 * How much work a backtracking engine may have with a pattern, told from the pattern alone: a bound that holds for every text.
 * It is a polynomial of the text's length, or there is none, as where a repetition stands in a repetition.
 */
import type { Node, Repeat } from './tree.js';

/** `factor` times the length to the power of `degree`. */
interface Bound {
  readonly factor: number;
  readonly degree: number;
}

interface Cost {
  /** How often an engine looks at a character, from one place on and with all that it tries. */
  readonly steps: Bound;
  /** In how many ways the node may match there: so often is what follows tried. */
  readonly ways: Bound;
}

const ONE: Bound = { factor: 1, degree: 0 };
const NONE: Bound = { factor: Infinity, degree: 0 };

/** @returns a bound on the steps of all searches from one place in a text on, for a text of `length` */
export function stepsFor(tree: Node): (length: number) => number {
  const { factor, degree } = cost(tree).steps;
  return (length) => factor * (length + 1) ** (degree + 1);
}

function cost(node: Node): Cost {
  switch (node.kind) {
    case 'chars':
    case 'empty':
    case 'anchor':
      return { steps: ONE, ways: ONE };
    case 'lineBreak':
      return { steps: { factor: 2, degree: 0 }, ways: { factor: 2, degree: 0 } };
    case 'reference':
      return { steps: { factor: 1, degree: 1 }, ways: ONE };
    case 'group':
      return cost(node.body);
    case 'atomic':
      return { steps: cost(node.body).steps, ways: ONE };
    case 'look':
      return { steps: plus(ONE, cost(node.body).steps), ways: ONE };
    case 'alternatives':
      return node.choices.map(cost).reduce((a, b) => ({ steps: plus(a.steps, b.steps), ways: plus(a.ways, b.ways) }));
    case 'sequence':
      return node.parts.map(cost).reduceRight((rest, part) => ({
        steps: plus(part.steps, times(part.ways, rest.steps)),
        ways: times(part.ways, rest.ways),
      }));
    case 'repeat':
      return repeatCost(node);
  }
}

function repeatCost({ body, least, most, eagerness }: Repeat): Cost {
  const once = cost(body);
  const isSingle = once.ways.factor === 1 && once.ways.degree === 0;
  const rounds: Bound = most === Infinity ? { factor: 1 + least, degree: 1 } : { factor: 1 + most, degree: 0 };
  if (eagerness === 'possessive') return { steps: times(rounds, once.steps), ways: ONE };
  if (isSingle) return { steps: times(rounds, once.steps), ways: least === most ? ONE : rounds };
  if (most > 1) return { steps: NONE, ways: NONE };
  return { steps: plus(ONE, once.steps), ways: plus(ONE, once.ways) };
}

function plus(a: Bound, b: Bound): Bound {
  return { factor: a.factor + b.factor, degree: Math.max(a.degree, b.degree) };
}

function times(a: Bound, b: Bound): Bound {
  return { factor: a.factor * b.factor, degree: a.degree + b.degree };
}
