/** For zsh and for fish, whose single quotes differ only in how one is written. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", '’')}'`;
}
