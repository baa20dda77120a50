/** A YAML document as pieces that know where they stand, so that a message can say `agent.yaml:3:7`. */
import type { Document, LineCounter, Node } from 'yaml';
import { UsageError } from './usage-error.js';

/** A value, and where it begins. */
export interface Placed {
  /** `FILE:LINE:COLUMN`. */
  readonly place: string;
  /** What stands there: a scalar's value, or a node of a list or a mapping. */
  readonly node: Node | null;
}

export interface PlacedEntry {
  readonly name: string;
  /** Of the name. */
  readonly place: string;
  readonly value: Placed;
}

type Yaml = typeof import('yaml');

/** Reads one document at a time; every question about it is answered with UsageErrors that name file, line and column. */
export class PlacedYaml {
  private constructor(
    private readonly yaml: Yaml,
    private readonly path: string,
    private readonly lines: LineCounter,
    private readonly document: Document.Parsed,
  ) {}

  /** @throws UsageError when the text is not YAML */
  static async parse(text: string, path: string): Promise<PlacedYaml> {
    const yaml = await import('yaml');
    const lineCounter = new yaml.LineCounter();
    const document = yaml.parseDocument(text, { lineCounter, prettyErrors: false });
    const parsed = new PlacedYaml(yaml, path, lineCounter, document);
    const [error] = document.errors;
    if (error) throw new UsageError(`${parsed.#at(error.pos[0])}: not valid YAML: ${error.message}`, { cause: error });
    return parsed;
  }

  get root(): Placed {
    return this.#placed(this.document.contents, 0);
  }

  /** The entries of a mapping; of nothing there are none. @throws UsageError for anything else */
  entries({ node, place }: Placed): PlacedEntry[] {
    if (this.#isNothing(node)) return [];
    if (!this.yaml.isMap<Node, Node | null>(node)) {
      throw new UsageError(`${place}: expected options, each with its value`);
    }
    return node.items.map(({ key, value }) => {
      const start = key.range?.[0] ?? 0;
      return { name: String(this.#value(key)), place: this.#at(start), value: this.#placed(value, start) };
    });
  }

  /** The items of a list; undefined when it is none. */
  items({ node }: Placed): Placed[] | undefined {
    if (!this.yaml.isSeq<Node | null>(node)) return undefined;
    return node.items.map((item) => this.#placed(item, node.range?.[0] ?? 0));
  }

  /** A scalar's value; undefined for a list or a mapping. */
  scalar({ node }: Placed): unknown {
    return node === null || this.yaml.isScalar(node) ? this.#value(node) : undefined;
  }

  #isNothing(node: Node | null): node is null {
    return node === null || (this.yaml.isScalar(node) && (node.value === null || node.value === undefined));
  }

  #value(node: Node | null): unknown {
    return this.yaml.isScalar(node) ? node.value : null;
  }

  /** Aliases are a way to make a small file a large one, and of no use here. */
  #placed(node: Node | null, otherwise: number): Placed {
    const place = this.#at(node?.range?.[0] ?? otherwise);
    if (this.yaml.isAlias(node)) throw new UsageError(`${place}: aliases (*${node.source}) are not allowed`);
    return { node, place };
  }

  #at(offset: number): string {
    const { line, col } = this.lines.linePos(offset);
    return `${this.path}:${line}:${col}`;
  }
}
