/**
 * java.util.regex for expressions that users of a controller wrote: translated to one of JavaScript's that matches the same,
 * or refused. What the translation cannot express exactly is named in the error instead of matching something else.
 */
import { ioError } from '../java-error.js';
import { appendReplacement } from './replacement.js';
import { translate } from './translate.js';
import type { Translation } from './translate.js';

/**
 * Pattern.compile.
 * @throws JavaError java.util.regex.PatternSyntaxException for what Java refuses, java.io.IOException for what only Java can do
 */
export function compileJavaRegex(pattern: string, flags = 0): JavaRegex {
  const translation = translate(pattern, flags);
  return new JavaRegex(pattern, translation, compile(pattern, translation.source));
}

export class JavaRegex {
  constructor(
    private readonly pattern: string,
    private readonly translation: Translation,
    private readonly regex: RegExp,
  ) {}

  /** Matcher.find(): somewhere in the text. */
  find(text: string): boolean {
    this.regex.lastIndex = 0;
    return this.regex.test(text);
  }

  /**
   * Matcher.replaceAll, with Java's `$1` and `\` in the replacement.
   * @throws JavaError java.lang.IllegalArgumentException, java.lang.IndexOutOfBoundsException for a wrong replacement
   */
  replaceAll(text: string, replacement: string): string {
    let result = '';
    let end = 0;
    for (const match of this.#matches(text)) {
      result += text.slice(end, match.index) + appendReplacement(replacement, match, this.#groups());
      end = match.index + match[0].length;
    }
    return result + text.slice(end);
  }

  /** Pattern.split: nothing empty at the end, and nothing empty at the front before a match of no length. */
  split(text: string): string[] {
    const parts: string[] = [];
    let end = 0;
    for (const match of this.#matches(text)) {
      const matchEnd = match.index + match[0].length;
      if (matchEnd === 0) continue;
      parts.push(text.slice(end, match.index));
      end = matchEnd;
    }
    if (end === 0 && parts.length === 0) return [text];
    parts.push(text.slice(end));
    while (parts.at(-1) === '') parts.pop();
    return parts;
  }

  #matches(text: string): IterableIterator<RegExpExecArray> {
    // Where a search before this one ended is where matchAll would begin.
    this.regex.lastIndex = 0;
    return text.matchAll(this.regex);
  }

  /** What `$1` may refer to; asked for only when a replacement does. */
  #groups(): () => Translation['groups'] {
    return () => {
      if (!this.translation.keepsLastCapture) return this.translation.groups;
      throw ioError(
        `The regular expression ${this.pattern} repeats a group around another one: what Java keeps of such groups this agent cannot tell`,
      );
    };
  }
}

function compile(pattern: string, source: string): RegExp {
  try {
    return new RegExp(source, 'gv');
  } catch (cause) {
    throw ioError(`This agent cannot apply the regular expression ${pattern} as Java would`, { cause });
  }
}
