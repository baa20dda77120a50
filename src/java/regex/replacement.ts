import { JavaError } from '../java-error.js';
import type { Translation } from './translate.js';

/**
 * Matcher.appendReplacement: what a replacement comes to for a match. `$1` takes as many digits as there are such groups, a
 * group that took no part is nothing, `\` makes the next character ordinary.
 * @param groupsOf gives the groups there are, or throws; called when the replacement refers to one
 */
export function appendReplacement(
  replacement: string,
  match: RegExpExecArray,
  groupsOf: () => Translation['groups'],
): string {
  let result = '';
  for (let at = 0; at < replacement.length;) {
    const char = replacement.charAt(at++);
    if (char === '\\') {
      if (at === replacement.length) throw illegal('character to be escaped is missing');
      result += replacement.charAt(at++);
    } else if (char === '$') {
      const { group, length } = reference(replacement.slice(at), groupsOf);
      result += group === 0 ? match[0] : (match.groups?.[`g${group}`] ?? '');
      at += length;
    } else {
      result += char;
    }
  }
  return result;
}

/** The group that `rest`, what follows a `$`, refers to, and how much of it does. */
function reference(rest: string, groupsOf: () => Translation['groups']): { group: number; length: number } {
  if (rest === '') throw illegal('Illegal group reference: group index is missing');
  if (rest.startsWith('{')) return namedReference(rest, groupsOf);
  if (!/^\d/.test(rest)) throw illegal('Illegal group reference');
  let group = Number(rest[0]);
  let length = 1;
  if (rest[0] === '0' && !/^0\d/.test(rest)) return { group, length };
  const { count } = groupsOf();
  if (group > count) throw new JavaError('java.lang.IndexOutOfBoundsException', `No group ${group}`);
  for (; /\d/.test(rest.charAt(length)); length++) {
    const longer = group * 10 + Number(rest[length]);
    if (longer > count) break;
    group = longer;
  }
  return { group, length };
}

function namedReference(rest: string, groupsOf: () => Translation['groups']): { group: number; length: number } {
  const [, name = '', end] = /^\{([A-Za-z0-9]*)(\}?)/.exec(rest) ?? [];
  if (name === '') throw illegal("named capturing group is missing trailing '}'");
  if (end === '') throw illegal("named capturing group is missing trailing '}'");
  if (/^\d/.test(name)) throw illegal(`capturing group name {${name}} starts with digit character`);
  const group = groupsOf().names.get(name);
  if (group === undefined) throw illegal(`No group with name {${name}}`);
  return { group, length: name.length + 2 };
}

function illegal(message: string): JavaError {
  return new JavaError('java.lang.IllegalArgumentException', message);
}
