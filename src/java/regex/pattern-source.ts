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

  /** Takes the character at hand; past the end it goes on and gives none, as Java's cursor does. */
  next(): string {
    return this.#text[this.at++] ?? '';
  }

  /** Takes a text of ASCII if it is next. */
  take(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.peek(i) !== text[i]) return false;
    this.at += text.length;
    return true;
  }

  /** Takes characters as long as they match. */
  takeWhile(char: RegExp, most = Infinity): string {
    const start = this.at;
    while (this.at - start < most && !this.ended && char.test(this.peek())) this.at++;
    return this.#text.slice(start, this.at).join('');
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
  let text = '';
  let end = 0;
  for (let at = pattern.indexOf('\\'); at >= 0; at = pattern.indexOf('\\', end)) {
    text += pattern.slice(end, at);
    const quotes = pattern[at + 1] === 'Q';
    const close = quotes ? pattern.indexOf('\\E', at + 2) : -1;
    if (quotes) text += escaped(pattern.slice(at + 2, close < 0 ? undefined : close));
    else text += pattern.slice(at, at + 2);
    end = quotes ? (close < 0 ? pattern.length : close + 2) : at + 2;
  }
  return text + pattern.slice(end);
}

function escaped(quoted: string): string {
  return Array.from(quoted, (char, i) => {
    // Otherwise a digit in front might belong to a number that an escape before the quotes begins.
    if (i === 0 && /[0-9]/.test(char)) return `\\x3${char}`;
    return /[\0-/:-@[-`{-\x7f]/.test(char) ? `\\${char}` : char;
  }).join('');
}
