/**
 * java.util.regex for expressions that users of a controller wrote. Where the work has a small bound the engine of this language
 * searches, else RE2, which takes time in proportion to the text; what RE2 does not know (look-around, back references, what is
 * not tried again) is searched for in a thread, with a deadline. What none of them expresses exactly is named in the error
 * instead of matching something else.
 */
import { JavaError, ioError } from '../java-error.js';
import { linearSearcher } from './linear-search.js';
import { parsePattern } from './parse.js';
import type { ParsedPattern } from './parse.js';
import { appendReplacement } from './replacement.js';
import { nativeSearcher } from './search.js';
import type { Expression, Match, Searcher } from './search.js';
import type { ThreadSearcher } from './search-thread.js';
import { toJavaScript } from './to-javascript.js';
import { toLinear } from './to-linear.js';
import type { LinearPattern } from './to-linear.js';
import { anchor, sequence } from './tree.js';
import { stepsFor } from './ways.js';

export interface RegexOptions {
  /** java.util.regex.Pattern's. */
  readonly flags?: number | undefined;
  /** Ends a search that goes on in a thread. */
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs?: number;
}

/**
 * Pattern.compile.
 * @throws JavaError java.util.regex.PatternSyntaxException for what Java refuses, java.io.IOException for what only Java can do
 */
export function compileJavaRegex(pattern: string, options: RegexOptions = {}): JavaRegex {
  if (pattern.length > MOST_CHARACTERS) throw tooLarge(pattern);
  return applied(pattern, () => {
    const parsed = parsePattern(pattern, options.flags ?? 0);
    if (parsed.tree.size > MOST_SIZE) throw tooLarge(pattern);
    return new JavaRegex(pattern, parsed, options);
  });
}

/** Compiling stays below a tenth of a second. */
const MOST_CHARACTERS = 10_000;
const MOST_SIZE = 20_000;

/** A second for an agent that does nothing else; Java would take as long as it takes. */
const DEADLINE_MS = 10_000;

/** Some hundredths of a second of the engine of this language. */
const MOST_STEPS = 10_000_000;

/** What RE2 does in less than a tenth of a second: it is slower where it has to tell where it found something. */
const MOST_LINEAR = { find: 1_000_000, search: 65_536 };

const SURROGATE = /[\ud800-\udfff]/;
const LINE_BREAK = /[\n\r\x85\u2028\u2029]/;

export class JavaRegex {
  readonly #steps: (length: number) => number;
  readonly #linear: LinearPattern | undefined;
  /** Each made when first needed; the native one also for texts with surrogates. */
  readonly #native: Searcher;
  #nativeWithPairs: Searcher | undefined;
  #linearSearcher: Promise<Searcher | undefined> | undefined;
  #whole: JavaRegex | undefined;

  constructor(
    private readonly pattern: string,
    private readonly parsed: ParsedPattern,
    private readonly options: RegexOptions,
  ) {
    this.#steps = stepsFor(parsed.tree);
    this.#linear = toLinear(parsed.tree);
    // Here, so that what the engine does not take fails at once.
    this.#native = nativeSearcher(this.#expression(false));
  }

  /** Matcher.find(): somewhere in the text. */
  find(text: string): boolean | Promise<boolean> {
    const searcher = this.#searcher(text, MOST_LINEAR.find);
    if (searcher instanceof Promise) return searcher.then((loaded) => loaded.find(text));
    return applied(this.pattern, () => searcher.find(text));
  }

  /** Matcher.matches(): the whole text. */
  matches(text: string): boolean | Promise<boolean> {
    const tree = sequence([anchor('begin'), this.parsed.tree, anchor('end')]);
    this.#whole ??= new JavaRegex(this.pattern, { ...this.parsed, tree }, this.options);
    return this.#whole.find(text);
  }

  /**
   * Matcher.replaceAll, with Java's `$1` and `\` in the replacement.
   * @throws JavaError java.lang.IllegalArgumentException, java.lang.IndexOutOfBoundsException for a wrong replacement
   */
  async replaceAll(text: string, replacement: string): Promise<string> {
    let result = '';
    let end = 0;
    for (const match of await this.search(text)) {
      const groups = [text.slice(match.start, match.end), ...match.groups];
      result += text.slice(end, match.start) + appendReplacement(replacement, groups, this.#groupNumbers);
      ({ end } = match);
    }
    return result + text.slice(end);
  }

  /** Pattern.split: nothing empty at the end, and nothing empty at the front before a match of no length. */
  async split(text: string): Promise<string[]> {
    const parts: string[] = [];
    let from = 0;
    for (const { start, end } of await this.search(text)) {
      if (end === 0) continue;
      parts.push(text.slice(from, start));
      from = end;
    }
    if (from === 0 && parts.length === 0) return [text];
    parts.push(text.slice(from));
    while (parts.at(-1) === '') parts.pop();
    return parts;
  }

  /** All that Matcher.find() finds. What it says of `uncertainGroups` may not be what Java says. */
  async search(text: string): Promise<readonly Match[]> {
    const searcher = await this.#searcher(text, MOST_LINEAR.search);
    return applied(this.pattern, () => searcher.search(text));
  }

  get uncertainGroups(): ReadonlySet<number> {
    return this.parsed.uncertainGroups;
  }

  /** At once where that costs little, as for most lines of a log. */
  #searcher(text: string, mostLinear: number): Searcher | Promise<Searcher | ThreadSearcher> {
    const hasPairs = SURROGATE.test(text);
    if (text === '' || this.#steps(text.length) <= MOST_STEPS) return this.#nativeSearcher(hasPairs);
    const isLinear = this.#linear !== undefined && text.length <= mostLinear && !hasPairs;
    if (!isLinear || (this.#linear.asksForLines && LINE_BREAK.test(text))) return this.#threadSearcher(hasPairs);
    return this.#linearOrThread(this.#linear);
  }

  #nativeSearcher(hasPairs: boolean): Searcher {
    if (!hasPairs) return this.#native;
    this.#nativeWithPairs ??= nativeSearcher(this.#expression(true));
    return this.#nativeWithPairs;
  }

  async #linearOrThread(pattern: LinearPattern): Promise<Searcher | ThreadSearcher> {
    this.#linearSearcher ??= linearSearcher(pattern);
    return (await this.#linearSearcher) ?? this.#threadSearcher(false);
  }

  async #threadSearcher(hasPairs: boolean): Promise<ThreadSearcher> {
    const { SearchTimeout, threadSearcher } = await import('./search-thread.js');
    const { deadlineMs = DEADLINE_MS, signal } = this.options;
    const searcher = threadSearcher(this.#expression(hasPairs), { deadlineMs, signal });
    const explained = async <T>(found: Promise<T>, text: string): Promise<T> => {
      try {
        return await found;
      } catch (cause) {
        if (!(cause instanceof SearchTimeout)) throw cause;
        const what = `The regular expression ${this.pattern} was not done with a text of ${text.length} characters`;
        throw ioError(`${what} after ${deadlineMs} ms: there are too many ways in which it might match`, { cause });
      }
    };
    return {
      find: (text) => explained(searcher.find(text), text),
      search: (text) => explained(searcher.search(text), text),
    };
  }

  #expression(hasPairs: boolean): Expression {
    const { tree, hasSupplementary, groupCount } = this.parsed;
    return { source: toJavaScript(tree, hasPairs), skipsPairs: hasPairs && hasSupplementary, groupCount };
  }

  /** The groups that a replacement may refer to. */
  readonly #groupNumbers = {
    count: () => this.parsed.groupCount,
    named: (name: string) => this.parsed.groupNames.get(name),
    check: (group: number) => {
      if (!this.parsed.uncertainGroups.has(group)) return;
      throw ioError(
        `The regular expression ${this.pattern} repeats its group ${group} with others or goes back over it: what Java keeps of such groups this agent cannot tell`,
      );
    },
  };
}

/** What the engine has to say of an expression may come when it is compiled or when it is first applied. */
function applied<T>(pattern: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof JavaError || !(cause instanceof SyntaxError || cause instanceof RangeError)) throw cause;
    // Nested beyond the stack, or beyond what the engine takes.
    throw ioError(`This agent cannot apply the regular expression ${pattern} as Java would`, { cause });
  }
}

function tooLarge(pattern: string): JavaError {
  return ioError(
    `The regular expression ${pattern.slice(0, 100)}... is too large for this agent: ${pattern.length} characters, or the sets in it`,
  );
}
