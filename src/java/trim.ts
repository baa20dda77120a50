/** Cutting blanks as java.lang.String and java.util.regex do, in linear time: `blanks+$` tries again at each of them. */

/** String.trim(): cuts every character up to U+0020, and no other white space. */
export function javaTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}

/** `text.split("\\s*,\\s*")` with all its empty strings: no blanks around commas. */
export function splitAtCommas(text: string): string[] {
  const pieces = text.split(',');
  const last = pieces.length - 1;
  return pieces.map((piece, i) => {
    const left = i === 0 ? piece : piece.replace(/^[ \t\n\v\f\r]+/, '');
    return i === last ? left : left.replace(/(?<![ \t\n\v\f\r])[ \t\n\v\f\r]+$/, '');
  });
}
