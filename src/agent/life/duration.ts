/**
 * Durations as -noReconnectAfter takes them (org.jenkinsci.remoting.util.DurationStyle): a whole number with a unit, or
 * ISO-8601.
 */

const SIMPLE = /^([+-]?\d+)([a-zA-Z]{0,2})$/;
const ISO_8601 = /^[+-]?[pP].*$/;
/** java.time.Duration.parse: at least one part, and at least one after T. */
const ISO_PARTS =
  /^([+-]?)P(?=.)(?:([+-]?\d+)D)?(?:T(?=.)(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?)(\d+)(?:[.,](\d{0,9}))?S)?)?$/i;

/** Milliseconds of each unit; no unit means milliseconds. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  '': 1,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const LONG_MAX = 2n ** 63n - 1n;

/**
 * Parses a duration.
 * @returns milliseconds, perhaps negative or with a fraction
 * @throws RangeError with the official agent's text
 */
export function parseDuration(text: string): number {
  const simple = SIMPLE.exec(text);
  if (simple) return simpleDuration(text, simple[1] ?? '', (simple[2] ?? '').toLowerCase());
  if (ISO_8601.test(text)) return isoDuration(text);
  throw new RangeError(`'${text}' is not a valid duration`);
}

/** `1 day, 2 hours, 3 minutes, 1 second`; below a second, where the official agent prints nothing, milliseconds. */
export function formatDuration(milliseconds: number): string {
  let seconds = Math.floor(milliseconds / 1000);
  if (seconds <= 0) return count(Math.max(0, Math.round(milliseconds)), 'millisecond');
  const parts: string[] = [];
  for (const [unit, size] of [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const) {
    const amount = Math.floor(seconds / size);
    seconds -= amount * size;
    if (amount > 0) parts.push(count(amount, unit));
  }
  return parts.join(', ');
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

function simpleDuration(text: string, digits: string, suffix: string): number {
  const unit = UNITS[suffix];
  if (unit === undefined || !fitsLong(digits)) throw new RangeError(`'${text}' is not a valid simple duration`);
  return Number(digits) * unit;
}

function isoDuration(text: string): number {
  const parts = ISO_PARTS.exec(text);
  const [, sign = '', days = '0', hours = '0', minutes = '0', secondsSign = '', seconds = '0', fraction = ''] =
    parts ?? [];
  if (!parts || ![days, hours, minutes, seconds].every(fitsLong)) {
    throw new RangeError(`'${text}' is not a valid ISO-8601 duration`);
  }
  const partial = Number(`${secondsSign}${seconds}.${fraction}0`) + Number(minutes) * 60 + Number(hours) * 3600;
  return (partial + Number(days) * 86_400) * (sign === '-' ? -1000 : 1000);
}

/** Java parses the digits as a long. */
function fitsLong(digits: string): boolean {
  const value = BigInt(digits.replace('+', ''));
  return value <= LONG_MAX && value >= -LONG_MAX - 1n;
}
