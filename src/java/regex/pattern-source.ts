/** The text of a pattern as java.util.regex.Pattern reads it, with its two ways to fail. */
import { JavaError, ioError } from '../java-error.js';

export class PatternSource {
  at = 0;
  readonly #text: readonly string[];

  /** @param pattern as the user wrote it, for errors */
  constructor(private readonly pattern: string) {
    this.#text = Array.from(withoutQuotes(pattern));
  }

  get ended(): boolean {
    return this.at >= this.#text.length;
  }

  /** The character (code point) at hand, or one further on; empty at the end. */
  peek(ahead = 0): string {
    return this.#text[this.at + ahead] ?? '';
  }

  next(): string {
    return this.#text[this.at++] ?? '';
  }

  /** Takes a text if it is next. */
  take(text: string): boolean {
    if (!Array.from(text).every((char, i) => this.peek(i) === char)) return false;
    this.at += text.length;
    return true;
  }

  /** What matches from here on, taken. */
  takeMatch(expression: RegExp): RegExpExecArray | null {
    const match = expression.exec(this.#text.slice(this.at).join(''));
    if (match) this.at += Array.from(match[0]).length;
    return match;
  }

  /** What Java refuses. */
  syntaxError(desc: string, index = this.at): JavaError {
    const caret = index >= 0 && index < this.pattern.length ? `\n${' '.repeat(index)}^` : '';
    const message = `${desc} near index ${index}\n${this.pattern}${caret}`;
    const details = { desc, index, pattern: this.pattern };
    return new JavaError('java.util.regex.PatternSyntaxException', message, { details });
  }

  /** What Java takes and we do not. */
  notTranslated(what: string): JavaError {
    return ioError(`The regular expression ${this.pattern} has ${what}, which this agent cannot apply as Java would`);
  }
}

/** Pattern.RemoveQEQuoting: what stands between \Q and \E becomes escaped characters, so that what follows counts for the last of them. */
function withoutQuotes(pattern: string): string {
  return pattern.replace(/\\Q([^]*?)(?:\\E|$)|\\[^]/g, (whole, quoted: string | undefined) => {
    if (quoted === undefined) return whole;
    return Array.from(quoted, (char) => (/[!-/:-@[-`{-~]/.test(char) ? `\\${char}` : char)).join('');
  });
}
