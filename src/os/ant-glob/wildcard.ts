/**
 * org.apache.tools.ant.types.selectors.SelectorUtils: `*` and `?` within a name, `**` across names. Braces, brackets and
 * `!` are ordinary characters. Pure; both sides come folded when case does not count.
 */

const ANY_NAMES = '**';

/** SelectorUtils.match: one name. `*` stands for any run of characters, none included, `?` for exactly one UTF-16 unit. */
export function matchName(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  // Where to take up again when what follows the last star does not fit: the star swallows one character more.
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    const wanted = pattern.charCodeAt(p);
    if (wanted === STAR) {
      star = p++;
      resume = n;
    } else if (wanted === QUESTION_MARK || wanted === name.charCodeAt(n)) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (pattern.charCodeAt(p) === STAR) p++;
  return p === pattern.length;
}

/** SelectorUtils.matchPath: a whole path. `**` stands for any number of names, none included. */
export function matchNames(pattern: readonly string[], names: readonly string[]): boolean {
  let p = 0;
  let n = 0;
  let deep = -1;
  let resume = 0;
  while (n < names.length) {
    const wanted = pattern[p];
    if (wanted === ANY_NAMES) {
      deep = p++;
      resume = n;
    } else if (wanted !== undefined && matchName(wanted, names[n] ?? '')) {
      p++;
      n++;
    } else if (deep >= 0) {
      p = deep + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === ANY_NAMES) p++;
  return p === pattern.length;
}

/** SelectorUtils.matchPatternStart: whether something below these names may match. Errs on the side of yes after a `**`. */
export function matchStart(pattern: readonly string[], names: readonly string[]): boolean {
  for (const [i, name] of names.entries()) {
    const wanted = pattern[i];
    if (wanted === undefined) return false;
    if (wanted === ANY_NAMES) return true;
    if (!matchName(wanted, name)) return false;
  }
  return true;
}

/** SelectorUtils.hasWildcards. */
export function hasWildcards(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

const STAR = 0x2a;
const QUESTION_MARK = 0x3f;
