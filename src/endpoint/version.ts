/**
 * The order of version numbers as Jenkins sees it (hudson.util.VersionNumber): numbers by value, letters as qualifiers
 * around the release, `1-1` between `1` and `1.1`. An incremental version such as `3256.v88a_f6e922152` is newer than 4.13.
 */

/** A number, a qualifier, the wildcard `*`, or the items behind a dash between two numbers. */
type Item = bigint | string | { readonly wildcard: true } | readonly Item[];

/** @returns negative when `a` is older than `b`, 0 when they are the same, positive when it is newer */
export function compareVersions(a: string, b: string): number {
  return compareLists(parseVersion(a), parseVersion(b));
}

/** A time-stamped snapshot is a snapshot; text after a blank (`4.13 (private)`) is no part of the version. */
function parseVersion(version: string): readonly Item[] {
  const [text = ''] = version.trim().split(/\s/, 1);
  const known = text.replace(/-\d{8}\.\d{6}-\d+$/, '-SNAPSHOT').toLowerCase();
  return parseItems(known.match(/\d+|[^\d.*-]+|[.*-]/g) ?? []);
}

function parseItems(tokens: readonly string[]): readonly Item[] {
  const items: Item[] = [];
  let afterItem = false;
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1] ?? '';
    if (token === '.' || token === '-') {
      if (!afterItem) items.push(0n);
      afterItem = false;
      if (token === '-' && isNumber(tokens[i - 1] ?? '')) {
        dropTrailingNulls(items);
        if (isNumber(next)) {
          items.push(parseItems(tokens.slice(i + 1)));
          break;
        }
      }
    } else {
      afterItem = true;
      if (token === '*') items.push({ wildcard: true });
      else items.push(isNumber(token) ? BigInt(token) : qualifier(token, isNumber(next)));
    }
  }
  dropTrailingNulls(items);
  return items;
}

function isNumber(token: string): boolean {
  return /^\d/.test(token);
}

const SHORT_NAMES: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };
const SAME_AS: Readonly<Record<string, string>> = { ga: '', final: '', cr: 'rc', ea: 'rc' };

function qualifier(token: string, beforeNumber: boolean): string {
  const name = (beforeNumber ? SHORT_NAMES[token] : undefined) ?? token;
  return SAME_AS[name] ?? name;
}

/** 1.0 is 1, and 1-final is 1. */
function dropTrailingNulls(items: Item[]): void {
  while (items.length > 0 && isNull(items[items.length - 1])) items.pop();
}

function isNull(item: Item | undefined): boolean {
  return item === 0n || item === '' || (Array.isArray(item) && item.length === 0);
}

function compareLists(a: readonly Item[], b: readonly Item[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const order = compareItems(a[i], b[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareItems(a: Item | undefined, b: Item | undefined): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return compareText(qualifierKey(a), qualifierKey(b));
  if (isList(a) && isList(b)) return compareLists(a, b);
  if (b === undefined) return a === undefined ? 0 : compareWithNothing(a);
  if (a === undefined) return -compareWithNothing(b);
  return kindRank(a) - kindRank(b);
}

function compareWithNothing(item: Item): number {
  if (typeof item === 'bigint') return item === 0n ? 0 : 1;
  if (typeof item === 'string') return compareText(qualifierKey(item), qualifierKey(''));
  if (!isList(item)) return 1;
  return item[0] === undefined ? 0 : compareWithNothing(item[0]);
}

/** 1-rc < 1-1 < 1.1 < 1.* */
function kindRank(item: Item): number {
  if (typeof item === 'string') return 0;
  if (isList(item)) return 1;
  return typeof item === 'bigint' ? 2 : 3;
}

function isList(item: Item | undefined): item is readonly Item[] {
  return Array.isArray(item);
}

const QUALIFIERS = ['snapshot', 'alpha', 'beta', 'milestone', 'rc', '', 'sp'];

/** Known qualifiers in their order, all others after them by name. */
function qualifierKey(name: string): string {
  const known = QUALIFIERS.indexOf(name);
  return known < 0 ? `${QUALIFIERS.length}-${name}` : String(known);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
