/** The text format of java.util.Properties. */

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** Keys and values; of two equal keys the last wins. */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const [, key = '', value = ''] = /^((?:\\.|[^\\=:\s])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/s.exec(line) ?? [];
    properties.set(unescape(key), unescape(value));
  }
  return properties;
}

/** Joins lines whose end is escaped, and leaves comments and empty lines out. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let open: string | undefined;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const line = raw.replace(/^[ \t\f]+/, '');
    if (open === undefined && (line === '' || /^[#!]/.test(line))) continue;
    const whole = (open ?? '') + line;
    const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
    open = backslashes % 2 === 1 ? whole.slice(0, -1) : undefined;
    if (open === undefined) lines.push(whole);
  }
  if (open !== undefined) lines.push(open);
  return lines;
}

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_all, hex: string | undefined, character = '') =>
    hex === undefined
      ? (ESCAPES[String(character)] ?? String(character))
      : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
