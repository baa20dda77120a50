import type { Decoder } from '../../java/charsets/charset.js';

/** Lines of a command's output, as they become whole. */
export class OutputLines {
  #rest = '';

  /** @param prompt takes what is no line yet, if it is waited for */
  constructor(
    private readonly decoder: Decoder,
    private readonly line: (text: string) => Promise<void>,
    private readonly prompt: (text: string) => boolean = () => false,
  ) {}

  push(bytes: Buffer): Promise<void> {
    return this.#take(this.decoder.write(bytes));
  }

  /** What has no end of line is a line, too. */
  async end(): Promise<void> {
    await this.#take(this.decoder.end());
    const rest = this.#rest.replace(/\r$/, '');
    if (this.#rest !== '') await this.line(rest);
    this.#rest = '';
  }

  async #take(text: string): Promise<void> {
    // A carriage return at the end may be half of an end of line.
    const parts = (this.#rest + text).split(/\r\n|\r(?!$)|[\n\u0085\u2028\u2029]/);
    this.#rest = parts.pop() ?? '';
    for (const part of parts) await this.line(part);
    if (this.#rest !== '' && this.prompt(this.#rest)) this.#rest = '';
  }
}
