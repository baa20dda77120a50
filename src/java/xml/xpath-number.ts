/** Numbers as XPath 1.0 reads and writes them. */

/** number(): NaN for what is none, the empty text too. */
export function xpathNumber(text: string): number {
  return /^[\t\n\r ]*-?(?:\d+(?:\.\d*)?|\.\d+)[\t\n\r ]*$/.test(text) ? Number(text.trim()) : NaN;
}

/** string(): without an exponent. */
export function xpathText(number: number): string {
  if (Object.is(number, -0)) return '0';
  const text = String(number);
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}
