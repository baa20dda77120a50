import { DEFAULT_EXCLUDES } from './default-excludes.js';
import { javaTrim } from '../../java/trim.js';
import { quotedTokens } from './quoted-tokens.js';
import { scan } from './scan.js';

export interface MaskCheck {
  /** Comma-separated patterns. */
  readonly masks: string;
  readonly caseSensitive: boolean;
  /** How many comparisons a search may take before it is given up; Integer.MAX_VALUE for no bound, in time neither. */
  readonly bound: number;
  readonly signal?: AbortSignal;
}

/** A search that was given up: neither a match nor the certainty that there is none. */
export class NoMatchWithinBound extends Error {
  override readonly name = 'NoMatchWithinBound';

  constructor(readonly bound: number) {
    super(`no matches found within ${bound}`);
  }
}

/**
 * hudson.FilePath.validateAntFileMask: why a mask matches nothing, in the words that the official agent uses (English).
 * @returns null when every pattern of the mask matches a file or directory
 * @throws NoMatchWithinBound; JavaError as `scan` does
 */
export async function validateMask(directory: string, check: MaskCheck): Promise<string | null> {
  if (check.masks.startsWith('~')) return '‘~’ is only supported in a Unix shell and nowhere else.';
  for (const token of check.masks.split(',')) {
    if (token === '') continue;
    const problem = await explain(directory, javaTrim(token), check);
    if (problem !== null) return problem;
  }
  return null;
}

async function explain(directory: string, mask: string, check: MaskCheck): Promise<string | null> {
  const matches = (pattern: string): Promise<boolean> => hasMatch(directory, pattern, check.caseSensitive, check);
  if (await matches(mask)) return null;
  if (check.caseSensitive && (await hasMatch(directory, mask, false, check))) {
    return `‘${mask}’ doesn’t match anything because it is treated case sensitively. You can deactivate case sensitivity to get matches`;
  }
  if (mask.includes(' ') && (await allMatch(quotedTokens(mask), matches))) {
    return 'Whitespace can no longer be used as the separator. Please Use ‘,’ as the separator instead.';
  }
  const suggestion =
    (await withoutLeadingNames(mask, matches)) ?? (await belowOtherNames(directory, mask, check, matches));
  if (suggestion !== null)
    return `‘${mask}’ doesn’t match anything, but ‘${suggestion}’ does. Perhaps that’s what you mean?`;
  return explainByParts(mask, matches);
}

type Matches = (pattern: string) => Promise<boolean>;

/** Every token is tried, as in the official code, though the first failure decides: a search over the bound ends the whole check. */
async function allMatch(tokens: readonly string[], matches: Matches): Promise<boolean> {
  let all = true;
  for (const token of tokens) all = (await matches(token)) && all;
  return all;
}

/** `aa/bb/cc/dd` where `cc/dd` was meant. */
async function withoutLeadingNames(mask: string, matches: Matches): Promise<string | null> {
  let rest = mask;
  for (let index = firstSeparator(rest); index >= 0; index = firstSeparator(rest)) {
    rest = rest.slice(index + 1);
    if (await matches(rest)) return rest;
  }
  return null;
}

/** `cc/dd` where `aa/bb/cc/dd` was meant; shorter names are tried first. */
async function belowOtherNames(
  directory: string,
  mask: string,
  check: MaskCheck,
  matches: Matches,
): Promise<string | null> {
  const names: string[] = [];
  const everywhere = scan(directory, {
    includes: [`**/${mask}`],
    excludes: DEFAULT_EXCLUDES,
    caseSensitive: check.caseSensitive,
    followLinks: true,
    ...(check.signal && { signal: check.signal }),
  });
  for await (const match of everywhere) if (!match.directory) names.push(match.path);
  for (const name of names.sort((a, b) => a.length - b.length)) {
    let rest = name;
    let prefix = '';
    for (let index = firstSeparator(rest); index >= 0; index = firstSeparator(rest)) {
      prefix += `${rest.slice(0, index)}/`;
      rest = rest.slice(index + 1);
      if (await matches(prefix + mask)) return prefix + mask;
    }
  }
  return null;
}

/** How much of the mask, from the left, exists. */
async function explainByParts(mask: string, matches: Matches): Promise<string> {
  let previous: string | null = null;
  let pattern = mask;
  for (;;) {
    if (await matches(pattern)) {
      return previous === null
        ? `‘${mask}’ doesn’t match anything, although ‘${pattern}’ exists`
        : `‘${mask}’ doesn’t match anything: ‘${pattern}’ exists but not ‘${previous}’`;
    }
    const index = firstSeparator(pattern);
    if (index < 0) {
      return pattern === mask
        ? `‘${mask}’ doesn’t match anything`
        : `‘${mask}’ doesn’t match anything: even ‘${pattern}’ doesn’t exist`;
    }
    // Cut at the first separator, not at the last: so the official code does.
    previous = pattern;
    pattern = pattern.slice(0, index);
  }
}

function firstSeparator(pattern: string): number {
  return pattern.search(/[\\/]/);
}

/** Whether a pattern matches any file or directory. Default excludes do not apply here. */
async function hasMatch(
  directory: string,
  pattern: string,
  caseSensitive: boolean,
  check: MaskCheck,
): Promise<boolean> {
  const budget = check.bound === INTEGER_MAX_VALUE ? undefined : countDown(check.bound);
  const matches = scan(directory, {
    includes: [pattern],
    excludes: [],
    caseSensitive,
    followLinks: true,
    ...(budget && { onComparison: budget }),
    ...(check.signal && { signal: check.signal }),
  });
  for await (const _ of matches) return true;
  return false;
}

/** Throws once more comparisons than `bound` have been made, or when they have taken too long. */
function countDown(bound: number): () => void {
  const deadline = Date.now() + MAX_MILLISECONDS;
  let comparisons = 0;
  return () => {
    if (comparisons++ > bound || Date.now() > deadline) throw new NoMatchWithinBound(bound);
  };
}

const INTEGER_MAX_VALUE = 0x7fffffff;
const MAX_MILLISECONDS = 5000;
