/** As much of a report's elements as a result is made of. */
export class Element {
  readonly children: Element[] = [];
  #text: string[] = [];

  constructor(
    readonly name: string,
    readonly attributes: ReadonlyMap<string, string>,
  ) {}

  /** The first child of a name: dom4j's Element.element. */
  child(name: string): Element | undefined {
    return this.children.find((child) => child.name === name);
  }

  all(name: string): Element[] {
    return this.children.filter((child) => child.name === name);
  }

  /** dom4j's attributeValue: null when there is none. */
  attribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  addText(text: string): void {
    this.#text.push(text);
  }

  /** dom4j's getText: the text directly in the element, not that of its children. */
  get text(): string {
    if (this.#text.length > 1) this.#text = [this.#text.join('')];
    return this.#text[0] ?? '';
  }

  /** dom4j's elementText: the text of the first child of a name; null when there is none. */
  childText(name: string): string | null {
    return this.child(name)?.text ?? null;
  }
}
