/**
 * The order of names that java.text.Collator gives by its rules for most locales (tertiary strength): letters by the
 * alphabet whatever their accents and case, then by accent, then lower case first; spaces, hyphens and controls count only
 * where everything else is equal. Intl.Collator, by Unicode's newer rules, sorts punctuation differently.
 */

/** Characters of ASCII that count, lowest first; letters stand for both cases. */
const PRIMARY = '_,;:!?/.`^~\'"()[]{}@$*\\&#%+<=>|0123456789abcdefghijklmnopqrstuvwxyz';
const BEYOND_ASCII = 1000;

/** Compares two names; negative when `a` comes first. */
export function compareNames(a: string, b: string): number {
  const [left, right] = [weights(a), weights(b)];
  return (
    compareLists(left.primary, right.primary) ||
    compareLists(left.secondary, right.secondary) ||
    compareLists(left.tertiary, right.tertiary)
  );
}

interface Weights {
  readonly primary: number[];
  readonly secondary: number[];
  readonly tertiary: number[];
}

function weights(name: string): Weights {
  const result: Weights = { primary: [], secondary: [], tertiary: [] };
  for (const character of name.normalize('NFD')) {
    const code = character.codePointAt(0) ?? 0;
    const lower = character.toLowerCase();
    const rank = PRIMARY.indexOf(lower);
    if (rank >= 0 || (code > 0x7f && !/\p{M}|\p{C}/u.test(character))) {
      result.primary.push(rank >= 0 ? rank : BEYOND_ASCII + (lower.codePointAt(0) ?? 0));
      result.secondary.push(0);
      result.tertiary.push(lower === character ? 0 : 1);
    } else if (code === 0x20 || code === 0x2d || code > 0x7f) {
      // A space before an accent before a hyphen.
      result.secondary.push(code === 0x20 ? 1 : code === 0x2d ? 0x10_0000 : code);
      result.tertiary.push(0);
    }
  }
  return result;
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
