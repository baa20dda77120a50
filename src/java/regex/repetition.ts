/** How java.util.regex repeats: some bodies are tried again in other ways when what follows does not fit, others never. */
import type { Node, Repeat } from './tree.js';

/** Whether Java repeats a group by its Loop, which goes back into each repetition. */
export function isLoop({ body, least, most, eagerness, ofGroup }: Repeat): boolean {
  return ofGroup && eagerness !== 'possessive' && !body.deterministic && !(least === 0 && most === 1);
}

/** Whether the way that a repetition of the body found counts for good, although there are others. */
export function isFinal(node: Repeat): boolean {
  const isOptionalGroup = node.ofGroup && node.eagerness !== 'possessive' && node.least === 0 && node.most === 1;
  return hasManyWays(node.body) && !isLoop(node) && !isOptionalGroup;
}

/** Whether there is anything of the kind in a node: what matched once is not tried otherwise. */
export function isFinalAnywhere(node: Node): boolean {
  switch (node.kind) {
    case 'atomic':
      return true;
    case 'repeat':
      return node.eagerness === 'possessive' || isFinal(node) || isFinalAnywhere(node.body);
    case 'group':
      return isFinalAnywhere(node.body);
    case 'sequence':
      return node.parts.some(isFinalAnywhere);
    case 'alternatives':
      return node.choices.some(isFinalAnywhere);
    case 'look':
    case 'chars':
    case 'empty':
    case 'anchor':
    case 'lineBreak':
    case 'reference':
      return false;
  }
}

/**
 * Whether the way in which a node takes no text, if there is one, comes after all others. A loop of Java ends where its body took
 * nothing; one of JavaScript tries the body's other ways first.
 */
export function takesTextFirst(node: Node): boolean {
  if (node.min > 0) return true;
  switch (node.kind) {
    case 'group':
    case 'atomic':
      return takesTextFirst(node.body);
    case 'sequence':
      return node.parts.every(takesTextFirst);
    case 'alternatives':
      return node.choices.every(
        (choice, i) => choice.min > 0 || (i === node.choices.length - 1 && takesTextFirst(choice)),
      );
    case 'repeat':
      return (node.eagerness !== 'lazy' || node.most === 0) && takesTextFirst(node.body);
    case 'chars':
    case 'empty':
    case 'anchor':
    case 'look':
    case 'lineBreak':
    case 'reference':
      return node.kind !== 'reference';
  }
}

function hasManyWays(node: Node): boolean {
  switch (node.kind) {
    case 'alternatives':
    case 'lineBreak':
      return true;
    case 'group':
      return hasManyWays(node.body);
    case 'sequence':
      return node.parts.some(hasManyWays);
    case 'repeat':
      return node.least !== node.most || hasManyWays(node.body);
    case 'atomic':
    case 'look':
    case 'chars':
    case 'empty':
    case 'anchor':
    case 'reference':
      return false;
  }
}
