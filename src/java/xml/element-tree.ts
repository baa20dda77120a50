/** A whole XML document as a tree of elements and text, for what is to be made into another document. Names are local ones. */
import { parseXml } from './parse-xml.js';
import type { ParseOptions } from './parse-xml.js';

/** An element as it was read, or one that is to be written. */
export class XmlElement {
  readonly children: (XmlElement | string)[] = [];
  parent: XmlElement | null = null;
  /** Where its tags end in the document that it was read from; 0 for one that was made. */
  line = 0;
  endLine = 0;

  constructor(
    readonly name: string,
    readonly attributes: ReadonlyMap<string, string> = new Map(),
    /** Empty for none. */
    readonly namespace = '',
  ) {}

  /** Elements directly in this one, of a name or all. */
  elements(name?: string): XmlElement[] {
    return this.children.filter(
      (child): child is XmlElement => child instanceof XmlElement && (name === undefined || child.name === name),
    );
  }

  /** The first element of a name directly in this one. */
  first(name: string): XmlElement | undefined {
    return this.children.find((child): child is XmlElement => child instanceof XmlElement && child.name === name);
  }

  /** The first element at the end of a path of names: XPath's `a/b/c`, of which the first node counts. */
  at(...path: readonly string[]): XmlElement | undefined {
    return this.all(...path)[0];
  }

  /** All elements at the end of a path of names, in the order of the document. */
  all(...path: readonly string[]): XmlElement[] {
    return path.reduce<XmlElement[]>((found, name) => found.flatMap((each) => each.elements(name)), [this]);
  }

  /** Elements of a name anywhere below this one, in the order of the document. */
  *descendants(name?: string): Generator<XmlElement> {
    for (const child of this.children) {
      if (!(child instanceof XmlElement)) continue;
      if (name === undefined || child.name === name) yield child;
      yield* child.descendants(name);
    }
  }

  /** The elements around this one, the innermost first. */
  *ancestors(): Generator<XmlElement> {
    for (let each = this.parent; each; each = each.parent) yield each;
  }

  /** An attribute; empty when it is not there, as XPath makes text of nothing. */
  attribute(name: string): string {
    return this.attributes.get(name) ?? '';
  }

  has(name: string): boolean {
    return this.attributes.has(name);
  }

  /** XPath's string-value: all text in it, however deep. */
  get text(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.text)).join('');
  }

  /** The first text directly in it: XPath's `text()` made into a string. */
  get firstText(): string {
    return this.children.find((child) => typeof child === 'string') ?? '';
  }

  append(child: XmlElement | string): void {
    if (child instanceof XmlElement) child.parent = this;
    const last = this.children.length - 1;
    const before = this.children[last];
    if (typeof child === 'string' && typeof before === 'string') this.children[last] = before + child;
    else if (child !== '') this.children.push(child);
  }
}

/**
 * Makes an element that is to be written.
 * @param attributes null for one that is left out
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | null>> = {},
  children: Iterable<XmlElement | string> = [],
): XmlElement {
  const given = Object.entries(attributes).flatMap(([key, value]): [string, string][] =>
    value === null ? [] : [[key, String(value)]],
  );
  const made = new XmlElement(name, new Map(given));
  for (const child of children) made.append(child);
  return made;
}

/**
 * Reads a document to its end.
 * @returns its root element
 * @throws XmlError when it is not well-formed; what the source throws
 */
export async function readXmlTree(source: AsyncIterable<Buffer>, options: ParseOptions = {}): Promise<XmlElement> {
  const document = new XmlElement('');
  let current = document;
  let pieces: string[] = [];
  const endText = (): void => {
    if (pieces.length === 0) return;
    current.append(pieces.join(''));
    pieces = [];
  };
  await parseXml(
    source,
    {
      open(name, attributes, { namespace, line }) {
        endText();
        const opened = new XmlElement(name, attributes, namespace);
        opened.line = line;
        current.append(opened);
        current = opened;
      },
      text: (text) => void pieces.push(text),
      close(_name, line) {
        endText();
        current.endLine = line;
        current = current.parent ?? document;
      },
    },
    options,
  );
  const [root] = document.elements();
  if (!root) throw new Error('a document without a root element was taken for well-formed');
  root.parent = null;
  return root;
}
