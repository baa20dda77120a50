/** Entries of a Boost.Test log as text. Their lines are of CDATA sections, in which a carriage return is a line end. */
import type { XmlElement } from '../../../java/xml/element-tree.js';
import { joinedAttributes } from '../values.js';

/**
 * One entry of a case.
 * @param where in the case's failure, which has errors with their contexts, or in its output, which has everything else
 */
export function boostLines(entry: XmlElement, where: 'problem' | 'output'): string {
  const contexts = where === 'problem' ? boostContexts(entry) : '';
  switch (entry.name) {
    case 'Error':
      return where === 'problem' ? lines('Error', entry.text, placeOf([entry])) + contexts : '';
    case 'FatalError':
      // Its line comes without the blank that all others have.
      return where === 'problem' ? lines('Exception', textsOf([entry]), placeOf([entry], '')) + contexts : '';
    case 'Exception': {
      const checkpoints = entry.elements('LastCheckpoint');
      const text = textsOf([entry]) + textsOf(checkpoints);
      return lines('Exception', text, placeOf(checkpoints.length > 0 ? checkpoints : [entry])) + contexts;
    }
    case 'Info':
    case 'Warning':
    case 'Message':
      return where === 'output' ? lines(entry.name, textsOf([entry]), placeOf([entry])) : '';
    default:
      return '';
  }
}

/** What the test was doing at an entry. */
export function boostContexts(entry: XmlElement): string {
  return entry
    .all('Context')
    .flatMap((context) => context.elements())
    .map((each) => ` == [Context] ${each.text}\n`)
    .join('');
}

function lines(kind: string, text: string, place: string): string {
  return `\n[${kind}] - ${text}\n${place}`;
}

function placeOf(nodes: readonly XmlElement[], blank = ' '): string {
  const [file, line] = [joinedAttributes(nodes, 'file'), joinedAttributes(nodes, 'line')];
  return ` == [File] - ${file}\n == [Line] -${blank}${line}\n`;
}

/** The texts directly in some nodes. */
function textsOf(nodes: readonly XmlElement[]): string {
  return nodes.flatMap(({ children }) => children.filter((each) => typeof each === 'string')).join('');
}
