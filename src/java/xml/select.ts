/** XPath 1.0 over documents of document.ts. */
import { XmlNode } from './document.js';

/**
 * The nodes that an expression selects, in the order of the document.
 * @throws Error when it is no XPath expression, selects something else than nodes of the document, or has prefixes: there are
 *   no namespaces
 */
export async function selectNodes(document: XmlNode, expression: string): Promise<XmlNode[]> {
  const { default: xpath } = await import('xpath');
  // Its types speak of browsers' documents.
  const { parse } = xpath as unknown as {
    parse: (text: string) => { select(options: { node: XmlNode; namespaces: () => null }): XmlNode[] };
  };
  const selected = parse(expression).select({ node: document, namespaces: () => null });
  if (selected.every((node) => node instanceof XmlNode)) return selected;
  throw new Error(`${expression} selects namespaces`);
}
