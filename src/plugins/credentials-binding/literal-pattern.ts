/**
 * The regular expressions that credentials-binding makes of secrets: quoted texts, longest first, with `|` between them. They
 * are read exactly; any other expression is refused, as what is not understood would not be masked.
 */
import { ioError } from '../../java/java-error.js';

/**
 * The texts that a java.util.regex pattern consists of, in its order; none for an empty pattern.
 * @param where names the pattern's owner for the error; the pattern itself is secret
 * @throws JavaError java.io.IOException for anything but an alternation of quoted texts
 */
export function literalAlternatives(pattern: string, where: string): string[] {
  if (pattern === '') return [];
  const alternatives: string[] = [];
  let text = '';
  for (let at = 0; at < pattern.length;) {
    if (pattern.startsWith('\\Q', at)) {
      const end = pattern.indexOf('\\E', at + 2);
      text += pattern.slice(at + 2, end < 0 ? undefined : end);
      at = end < 0 ? pattern.length : end + 2;
    } else if (pattern.startsWith('\\\\', at)) {
      text += '\\';
      at += 2;
    } else if (pattern[at] === '|') {
      alternatives.push(text);
      text = '';
      at++;
    } else if (META.test(pattern.charAt(at))) {
      throw notUnderstood(where);
    } else {
      text += pattern.charAt(at++);
    }
  }
  alternatives.push(text);
  if (alternatives.includes('')) throw notUnderstood(where);
  return alternatives;
}

/** What means something else outside of quotes than itself. A blank does not: Pattern.COMMENTS is not set. */
const META = /[\\^$.[\]{}()*+?]/;

function notUnderstood(where: string): Error {
  return ioError(
    `${where} masks by a regular expression that this agent cannot apply exactly. Nothing is printed rather than something unmasked.`,
  );
}

/** Matches what java.util.regex would: leftmost, the first alternative that fits. */
export function alternation(texts: readonly string[]): RegExp {
  return new RegExp(texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
}
