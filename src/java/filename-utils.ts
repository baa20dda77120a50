/**
 * FilenameUtils.normalize of Apache Commons IO, for names whose separators are slashes: `.`, `..` and repeated separators are
 * resolved in the text.
 * @returns null for a name that leads above where it begins
 */
export function normalizeNames(file: string): string | null {
  const kept: string[] = [];
  const [, root = '', names = ''] = /^([A-Z]:\/|\/\/[^/]+\/|\/)?([^]*)$/.exec(file) ?? [];
  for (const name of names.split('/')) {
    if (name === '..' && kept.pop() === undefined) return null;
    if (name !== '' && name !== '.' && name !== '..') kept.push(name);
  }
  return `${root}${kept.join('/')}${/\/\.{0,2}$/.test(names) && kept.length > 0 ? '/' : ''}`;
}
