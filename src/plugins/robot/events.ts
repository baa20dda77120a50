/**
 * An output.xml as javax.xml.stream.XMLStreamReader goes through it, one event after the other. The plugin's parser depends on
 * what stands where in so many ways that it is followed step by step. Text is kept of the few elements whose text counts: most
 * of a report is messages of keywords.
 */
import { parseXml } from '../../java/xml/parse-xml.js';
import { XmlError } from '../../java/xml/xml-error.js';

interface Event {
  readonly kind: 'start' | 'end' | 'text' | 'document end';
  /** Of the element; null for text. */
  readonly name: string | null;
  readonly attributes?: ReadonlyMap<string, string>;
  readonly text?: string;
  readonly line: number;
}

/** javax.xml.stream.XMLStreamException, or java.util.NoSuchElementException: the report is none of Robot Framework's. */
export class ReportError extends Error {}

/** Reads along the events of a document. */
export class EventReader {
  #at = -1;

  constructor(private readonly events: readonly Event[]) {}

  get hasNext(): boolean {
    return this.#current?.kind !== 'document end';
  }

  next(): void {
    if (!this.hasNext) throw new ReportError('The document ends too early');
    this.#at++;
  }

  get isStart(): boolean {
    return this.#current?.kind === 'start';
  }

  get isEnd(): boolean {
    return this.#current?.kind === 'end';
  }

  /** The text that the reader is at; null at anything else. */
  get text(): string | null {
    return this.#current?.kind === 'text' ? (this.#current.text ?? '') : null;
  }

  /** Of the element whose tag the reader is at. */
  get name(): string {
    return this.#current?.name ?? '';
  }

  isStartOf(name: string): boolean {
    return this.isStart && this.name === name;
  }

  isEndOf(name: string): boolean {
    return this.isEnd && this.name === name;
  }

  attribute(name: string): string | null {
    return this.#current?.attributes?.get(name) ?? null;
  }

  error(message: string): ReportError {
    return new ReportError(`${message} (at line: ${this.#current?.line ?? 1})`);
  }

  get #current(): Event | undefined {
    return this.events[this.#at];
  }
}

/** Elements whose text counts. */
const WITH_TEXT: ReadonlySet<string> = new Set(['doc', 'arg', 'tags', 'tag', 'status']);

/**
 * Reads a document, as far as the statistics at its end.
 * @throws ReportError when it is not well-formed; what the source throws
 */
export async function readEvents(source: AsyncIterable<Buffer>): Promise<EventReader> {
  const events: Event[] = [];
  const open: string[] = [];
  let text: string[] | null = null;
  const endText = (line: number): void => {
    if (text === null) return;
    events.push({ kind: 'text', name: null, text: text.join(''), line });
    text = null;
  };
  const handler = {
    open(name: string, attributes: ReadonlyMap<string, string>, { line }: { line: number }) {
      endText(line);
      events.push({ kind: 'start', name, attributes, line });
      open.push(name);
      if (name === 'statistics' && open.length === 2) throw new Statistics();
    },
    text(piece: string) {
      text ??= [];
      if (WITH_TEXT.has(open.at(-1) ?? '')) text.push(piece);
    },
    close(name: string, line: number) {
      endText(line);
      events.push({ kind: 'end', name, line });
      open.pop();
    },
  };
  try {
    await parseXml(source, handler);
  } catch (error) {
    if (error instanceof XmlError) throw new ReportError(error.message);
    if (!(error instanceof Statistics)) throw error;
  }
  events.push({ kind: 'document end', name: null, line: events.at(-1)?.line ?? 1 });
  return new EventReader(events);
}

/** Thrown to end the reading: what follows is counted anew. */
class Statistics extends Error {}
