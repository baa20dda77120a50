/** A document that is not well-formed, in the words of the JDK's parser where it has a word for it. */
export class XmlError extends Error {
  override readonly name = 'XmlError';

  constructor(
    message: string,
    /** Where the parser noticed; null where it does not say (broken bytes). */
    readonly line: number | null,
    readonly column = 1,
  ) {
    super(message);
  }
}
