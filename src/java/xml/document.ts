/**
 * A whole XML document as a tree, as much of the DOM as XPath asks for. Names are what they are in the text: prefixes mean no
 * namespaces, as for a javax.xml.parsers.DocumentBuilderFactory that was not told otherwise.
 */
import type { SaxesAttributePlain } from 'saxes';
import { MalformedBytes, decodeXml } from './decode-xml.js';
import { XmlError } from './xml-error.js';

const TYPES = { element: 1, attribute: 2, text: 3, instruction: 7, comment: 8, document: 9 } as const;

/** org.w3c.dom.NamedNodeMap, what is needed of it. */
class AttributeList {
  constructor(private readonly nodes: readonly XmlNode[]) {}

  get length(): number {
    return this.nodes.length;
  }

  item(index: number): XmlNode | null {
    return this.nodes[index] ?? null;
  }
}

export class XmlNode {
  readonly nodeType: number;
  readonly namespaceURI = null;
  readonly prefix = null;
  readonly childNodes: XmlNode[] = [];
  /** In the order of their names, as a NamedNodeMap has them. */
  attributes: AttributeList = new AttributeList([]);
  parentNode: XmlNode | null = null;
  /** Of an attribute. */
  ownerElement: XmlNode | null = null;
  ownerDocument: XmlNode | null = null;
  previousSibling: XmlNode | null = null;
  nextSibling: XmlNode | null = null;
  /** What org.w3c.dom.Node.getNodeValue gives: of text that CDATA interrupts, the beginning alone. */
  firstValue: string | null;

  /**
   * @param nodeValue of a text all of it; null for elements and documents
   * @param position in the order of the document
   */
  constructor(
    kind: keyof typeof TYPES,
    readonly nodeName: string,
    public nodeValue: string | null,
    readonly position: number,
  ) {
    this.nodeType = TYPES[kind];
    this.firstValue = nodeValue;
  }

  get localName(): string {
    return this.nodeName.slice(this.nodeName.indexOf(':') + 1);
  }

  /** Of a processing instruction. */
  get target(): string {
    return this.nodeName;
  }

  get firstChild(): XmlNode | null {
    return this.childNodes[0] ?? null;
  }

  get lastChild(): XmlNode | null {
    return this.childNodes.at(-1) ?? null;
  }

  get documentElement(): XmlNode | null {
    return this.childNodes.find(({ nodeType }) => nodeType === TYPES.element) ?? null;
  }

  get value(): string | null {
    return this.nodeValue;
  }

  /** DOCUMENT_POSITION_FOLLOWING or _PRECEDING. */
  compareDocumentPosition(other: XmlNode): number {
    return other.position > this.position ? 4 : 2;
  }

  append(child: XmlNode): void {
    child.parentNode = this;
    child.previousSibling = this.lastChild;
    if (this.lastChild) this.lastChild.nextSibling = child;
    this.childNodes.push(child);
  }
}

/**
 * Reads a document to its end. One with a DOCTYPE is refused, so no entities but XML's own are known.
 * @throws XmlError when it is not well-formed; what the source throws
 */
export async function readXmlDocument(source: AsyncIterable<Buffer>): Promise<XmlNode> {
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser({ xmlns: false, position: true });
  const refuse = (message: string): never => {
    throw new XmlError(message, { line: parser.line, column: parser.column });
  };
  let position = 0;
  const document = new XmlNode('document', '#document', null, position++);
  let current = document;
  let depth = 0;
  const node = (kind: keyof typeof TYPES, name: string, value: string | null): XmlNode => {
    const made = new XmlNode(kind, name, value, position++);
    made.ownerDocument = document;
    return made;
  };
  const text = (value: string): void => {
    if (current === document || value === '') return;
    const last = current.lastChild;
    if (last?.nodeType === TYPES.text) last.nodeValue = (last.nodeValue ?? '') + value;
    else current.append(node('text', '#text', value));
  };
  parser.on('error', (error) => refuse(error.message));
  parser.on('doctype', () => refuse('DOCTYPE is disallowed'));
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > MAX_DEPTH) refuse(`Elements are nested more than ${MAX_DEPTH} deep.`);
    const element = node('element', name, null);
    current.append(element);
    current = element;
    const nodes = declared(attributes).map(([attribute, value]) => node('attribute', attribute, value));
    for (const one of nodes) one.ownerElement = element;
    element.attributes = new AttributeList(nodes);
  });
  parser.on('closetag', () => {
    depth--;
    current = current.parentNode ?? document;
  });
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('comment', (value) => current.append(node('comment', '#comment', value)));
  parser.on('processinginstruction', ({ target, body }) => current.append(node('instruction', target, body)));
  try {
    for await (const piece of decodeXml(source)) parser.write(piece);
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error;
    refuse(error.message);
  }
  parser.close();
  return document;
}

/** As deep as Java's stack lets it get. */
const MAX_DEPTH = 2000;

/** Declarations of namespaces are no attributes for XPath. */
function declared(attributes: Readonly<Record<string, SaxesAttributePlain | string>>): (readonly [string, string])[] {
  return Object.entries(attributes)
    .map(([name, value]) => [name, typeof value === 'string' ? value : value.value] as const)
    .filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
