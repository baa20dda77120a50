/** Character.toUpperCase(char) over a text: the folding by which Ant compares names when case does not count. */
export function foldCase(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toUpperCase();
  let folded = '';
  // By UTF-16 units, as Java's char does: supplementary letters are compared as they are.
  for (let i = 0; i < text.length; i++) folded += foldUnit(text.charAt(i));
  return folded;
}

/** Java maps one char to one char; JavaScript's mapping may give two or three (`ß` to `SS`), where Java's keeps the letter. */
function foldUnit(unit: string): string {
  const upper = unit.toUpperCase();
  if (upper.length === 1) return upper;
  const code = unit.charCodeAt(0);
  if (code >= 0x1f80 && code <= 0x1faf) return String.fromCharCode(code | 8);
  if (code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3) return String.fromCharCode(code + 9);
  return unit;
}
