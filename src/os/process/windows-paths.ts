/** Absolute paths of Windows within a longer text, such as a command line, each up to an ending that tells them. */

const DRIVE = /[A-Za-z]:[\\/]/;

/**
 * The paths in front of each ending: from the first drive behind whatever no path can hold, and behind the path before. In linear
 * time: command lines of builds have thirty thousand characters.
 * @param outside characters that no path holds
 * @param ending with the flag g
 */
export function pathsBefore(text: string, outside: RegExp, ending: RegExp): { path: string; ending: string }[] {
  const found: { path: string; ending: string }[] = [];
  for (const piece of text.split(outside)) {
    let begin = 0;
    for (const match of piece.matchAll(ending)) {
      const before = piece.slice(begin, match.index);
      const drive = before.search(DRIVE);
      if (drive >= 0) found.push({ path: before.slice(drive), ending: match[0] });
      begin = drive < 0 ? match.index : match.index + match[0].length;
    }
  }
  return found;
}
