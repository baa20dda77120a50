/** The plugin's notation of status codes: `100:399`, `200,404`. */
import { JavaError } from '../../java/java-error.js';

const DEFAULT = '100:399';

/**
 * HttpRequest.DescriptorImpl.parseToRange.
 * @returns whether a code is among them
 * @throws JavaError java.lang.IllegalArgumentException
 */
export function acceptedCodes(text: string | null): (status: number) => boolean {
  const ranges = javaSplit(text === null || text === '' ? DEFAULT : text, ',').map((code) => {
    const bounds = javaSplit(code.trim(), ':');
    if (bounds.length > 2) throw illegal(`Code ${code} should be an interval from:to or a single value`);
    const from = integer(bounds[0] ?? '');
    const to = bounds[1] === undefined ? from : integer(bounds[1]);
    if (from > to) throw illegal(`Interval ${code} should be FROM less than TO`);
    return [from, to] as const;
  });
  return (status) => ranges.some(([from, to]) => from <= status && status <= to);
}

/** String.split leaves empty pieces at the end away. */
function javaSplit(text: string, separator: string): string[] {
  const pieces = text.split(separator);
  while (pieces.length > 1 && pieces.at(-1) === '') pieces.pop();
  return pieces;
}

function integer(text: string): number {
  if (!/^[+-]?[0-9]+$/.test(text)) throw illegal(`Invalid number ${text}`);
  return Number(text);
}

function illegal(message: string): JavaError {
  return new JavaError('java.lang.IllegalArgumentException', message);
}
