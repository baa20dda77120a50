/**
 * org.apache.tools.tar.TarEntry.normalizeFileName: `/` everywhere, none at the start, and on Windows no drive. Names that are
 * written go through it, and those read from long-name and PAX headers, but not those of plain headers.
 */
export function normalizeTarName(name: string): string {
  const own = process.platform === 'win32' ? name.replace(/^[A-Za-z]:(?=.)/, '').replaceAll('\\', '/') : name;
  let start = 0;
  while (own[start] === '/') start++;
  return own.slice(start);
}
