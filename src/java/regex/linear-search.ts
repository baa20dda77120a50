/** Searching by RE2: time in proportion to the text, whatever the pattern. */
import type { RE2JS } from 're2js';
import type { Match, Searcher } from './search.js';
import type { LinearPattern } from './to-linear.js';

/**
 * Compiles a pattern for RE2, which is loaded when first needed.
 * @returns undefined for one that is too large for it: it counts how often repetitions repeat each other
 */
export async function linearSearcher({ source }: LinearPattern): Promise<Searcher | undefined> {
  const { RE2JS, RE2JSSyntaxException } = await import('re2js');
  let regex: RE2JS;
  try {
    regex = RE2JS.compile(source);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return undefined;
    throw error;
  }
  return { find: (text) => regex.test(text), search: (text) => searchAll(regex, text) };
}

function searchAll(regex: RE2JS, text: string): Match[] {
  const matcher = regex.matcher(text);
  const found: Match[] = [];
  for (let from = 0; from <= text.length && matcher.find(from);) {
    const [start, end] = [matcher.start(), matcher.end()];
    const groups = Array.from({ length: matcher.groupCount() }, (_, i) => matcher.group(i + 1) ?? undefined);
    found.push({ start, end, groups });
    from = end === start ? end + 1 : end;
  }
  return found;
}
