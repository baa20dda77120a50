/** Text as a char[] and back: UTF-16 code units by their values, whatever the machine's byte order. */

export function codeUnits(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}

export function codeUnitsText(units: Uint16Array): string {
  let text = '';
  for (let at = 0; at < units.length; at += UNITS_A_CALL) {
    text += String.fromCharCode.apply(null, units.subarray(at, at + UNITS_A_CALL) as unknown as number[]);
  }
  return text;
}

/** String.fromCharCode takes its units as arguments, which live on the stack. */
export const UNITS_A_CALL = 4096;
