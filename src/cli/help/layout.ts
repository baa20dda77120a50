/** How help is set: terms with their descriptions beside them, paragraphs, both within a width. */

/** What a terminal is not made wider than for reading; and of no terminal. */
const WIDEST = 100;
const NARROWEST = 40;
const WITHOUT_TERMINAL = 80;
/** A term that is longer has its description below it. */
const TERM = 24;
const INDENT = '  ';

export interface Item {
  readonly term: string;
  readonly description: string;
}

/** How wide help may be. @param columns of the terminal that it is for; undefined where it goes elsewhere */
export function helpWidth(columns: number | undefined): number {
  return Math.min(WIDEST, Math.max(NARROWEST, columns ?? WITHOUT_TERMINAL));
}

/** Lines of at most `width` characters, none of them broken within a word. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A paragraph, with its newlines. */
export function paragraph(text: string, width: number): string {
  return `${wrapped(text, width).join('\n')}\n`;
}

/** A heading, and below it the items. */
export function section(heading: string, items: readonly Item[], width: number): string {
  const column = INDENT.length + Math.min(TERM, Math.max(...items.map(({ term }) => term.length))) + INDENT.length;
  return `${heading}\n${items.map((item) => itemLines(item, column, width)).join('')}`;
}

function itemLines({ term, description }: Item, column: number, width: number): string {
  const start = `${INDENT}${term}`;
  const lines = wrapped(description, width - column);
  const below = lines.map((line) => `${' '.repeat(column)}${line}`);
  if (start.length + INDENT.length > column) return [start, ...below, ''].join('\n');
  return [`${start.padEnd(column)}${lines[0] ?? ''}`, ...below.slice(1), ''].join('\n');
}
