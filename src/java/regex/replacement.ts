import { JavaError } from '../java-error.js';

/** The groups of a pattern, as far as a replacement may refer to them. */
export interface GroupNumbers {
  count(): number;
  named(name: string): number | undefined;
  /** Throws for one whose text nobody can tell. */
  check(group: number): void;
}

/**
 * Matcher.appendReplacement: what a replacement comes to for a match. `$1` takes as many digits as there are such groups, a
 * group that took no part is nothing, `\` makes the next character ordinary.
 * @param captured what the groups captured, from the whole match on
 */
export function appendReplacement(
  replacement: string,
  captured: readonly (string | undefined)[],
  groups: GroupNumbers,
): string {
  let result = '';
  for (let at = 0; at < replacement.length;) {
    const char = replacement.charAt(at++);
    if (char === '\\') {
      if (at === replacement.length) throw illegal('character to be escaped is missing');
      result += replacement.charAt(at++);
    } else if (char === '$') {
      const { group, length } = reference(replacement, at, groups);
      groups.check(group);
      result += captured[group] ?? '';
      at += length;
    } else {
      result += char;
    }
  }
  return result;
}

/** The group that what follows a `$` refers to, and how much of it does. */
function reference(replacement: string, at: number, groups: GroupNumbers): { group: number; length: number } {
  const first = replacement.charAt(at);
  if (first === '') throw illegal('Illegal group reference: group index is missing');
  if (first === '{') return namedReference(replacement, at + 1, groups);
  if (!/[0-9]/.test(first)) throw illegal('Illegal group reference');
  const count = groups.count();
  let group = Number(first);
  let length = 1;
  if (group > count) throw new JavaError('java.lang.IndexOutOfBoundsException', `No group ${group}`);
  for (; /[0-9]/.test(replacement.charAt(at + length)); length++) {
    const longer = group * 10 + Number(replacement[at + length]);
    if (longer > count) break;
    group = longer;
  }
  return { group, length };
}

function namedReference(replacement: string, at: number, groups: GroupNumbers): { group: number; length: number } {
  const [, name = '', end] = /^([A-Za-z0-9]*)(\}?)/.exec(replacement.slice(at)) ?? [];
  if (name === '' || end === '') throw illegal("named capturing group is missing trailing '}'");
  if (/^[0-9]/.test(name)) throw illegal(`capturing group name {${name}} starts with digit character`);
  const group = groups.named(name);
  if (group === undefined) throw illegal(`No group with name {${name}}`);
  return { group, length: name.length + 2 };
}

function illegal(message: string): JavaError {
  return new JavaError('java.lang.IllegalArgumentException', message);
}
