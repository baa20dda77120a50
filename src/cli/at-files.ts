/**
 * Replaces every word `@FILE` by the lines of that file: one line is one word; words that come from a file are not looked at
 * again (args4j's expandAtFiles). Blanks around a line are left away, and empty lines at both ends. After `-cert` the word stays, because there the
 * option itself reads the file; the official agent promises the same in its help and breaks it.
 */
import { findOption } from './option-table.js';
import { UsageError } from './usage-error.js';

/** @param read the text of a file, undefined when there is none; throws when it cannot be read */
export function expandAtFiles(words: readonly string[], read: (path: string) => string | undefined): string[] {
  return words.flatMap((word, index) => {
    if (!word.startsWith('@') || findOption(words[index - 1] ?? '')?.takesAtFile === true) return [word];
    return linesOf(word.slice(1), read);
  });
}

function linesOf(path: string, read: (path: string) => string | undefined): string[] {
  let text: string | undefined;
  try {
    text = read(path);
  } catch (cause) {
    throw new UsageError(`Failed to parse ${path}`, { cause });
  }
  if (text === undefined) throw new UsageError(`No such file: ${path}`);
  // Blanks and newlines around what a file holds are an editor's, as they are to the shell of the official image.
  const lines = text.trim().split(/\r\n|\n|\r/);
  return lines.length === 1 && lines[0] === '' ? [] : lines.map((line) => line.trim());
}
