/** What style sheets do with elements that they have nothing to say of: what is inside counts, text is kept. */
import type { XmlElement } from '../../../java/xml/element-tree.js';

export type Content = XmlElement | string;

/** What becomes of all that is in an element. */
export function appliedTo(parent: XmlElement, converted: (child: XmlElement) => readonly Content[]): Content[] {
  return parent.children.flatMap((child) => (typeof child === 'string' ? [child] : converted(child)));
}

/** The same where text means nothing. */
export function elementsOf(parent: XmlElement, converted: (child: XmlElement) => readonly Content[]): Content[] {
  return parent.elements().flatMap(converted);
}
