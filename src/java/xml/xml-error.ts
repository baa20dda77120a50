interface Place {
  /** Where the parser noticed, from 1; null where the document as a whole is unreadable. */
  readonly line: number | null;
  readonly column?: number;
  /** The exception behind the parser's own, as Java would print it. */
  readonly cause?: string;
}

/** A document that is not well-formed, in the words of the JDK's parser where it has a word for it. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
  readonly line: number | null;
  /** What Java's stack trace has after its first `Caused by: `. */
  readonly causedBy: string;

  constructor(message: string, { line, column = 1, cause }: Place) {
    super(message);
    this.line = line;
    const parsers =
      line === null ? [] : [`org.xml.sax.SAXParseException; lineNumber: ${line}; columnNumber: ${column}; ${message}`];
    this.causedBy = [...parsers, ...(cause === undefined ? [] : [cause])].join('\nCaused by: ');
  }
}
