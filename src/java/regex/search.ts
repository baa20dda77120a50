/** Searching by the engine of this language, as java.util.regex.Matcher goes through a text. */
export interface Expression {
  /** For `new RegExp(source)`. */
  readonly source: string;
  /** Whether no search is begun in the middle of a surrogate pair. */
  readonly skipsPairs: boolean;
  readonly groupCount: number;
}

export interface Match {
  readonly start: number;
  readonly end: number;
  /** What the groups captured, from group 1 on. */
  readonly groups: readonly (string | undefined)[];
}

export interface Searcher {
  /** Whether Matcher.find() finds anything. */
  find(text: string): boolean;
  /** All that Matcher.find() finds. */
  search(text: string): Match[];
}

/** Compiles an expression. It stands alone, without anything from outside: a thread is given the text of this function. */
export function nativeSearcher({ source, skipsPairs, groupCount }: Expression): Searcher {
  const anywhere = new RegExp(
    skipsPairs ? `(?:(?<![\\ud800-\\udbff])|(?![\\udc00-\\udfff]))(?:${source})` : source,
    'g',
  );
  // One that begins where the match before it ended, in a pair or not.
  const here = new RegExp(source, 'y');
  const names = Array.from({ length: groupCount }, (_, i) => `g${i + 1}`);
  return {
    find: (text) => {
      anywhere.lastIndex = 0;
      return anywhere.test(text);
    },
    search: (text) => {
      const found: Match[] = [];
      for (let from = 0; from <= text.length;) {
        here.lastIndex = anywhere.lastIndex = from;
        const inPair = skipsPairs && (text.charCodeAt(from) & 0xfc00) === 0xdc00;
        const match = (inPair ? here.exec(text) : null) ?? anywhere.exec(text);
        if (match === null) break;
        const { index, groups } = match;
        const end = index + match[0].length;
        found.push({ start: index, end, groups: names.map((name) => groups?.[name]) });
        from = end === index ? end + 1 : end;
      }
      return found;
    },
  };
}
