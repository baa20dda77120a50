/** hudson.Util.getTimeSpanString in English, of milliseconds: `12 days`, `3 days 4 hr`, `12 sec`, `1.5 sec`, `30 ms`. */
export function timeSpan(duration: bigint): string {
  const total = Number(duration);
  let rest = total;
  const parts = UNITS.map(([length, one, many]) => {
    const count = Math.trunc(rest / length);
    rest %= length;
    return { count, text: `${count} ${count === 1 ? one : many}` };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  const [big, small] = first < 0 ? [] : parts.slice(first);
  if (!big) return total >= 100 ? `${Math.trunc(total / 10) / 100} sec` : `${total} ms`;
  if (small) return big.count < 10 ? `${big.text} ${small.text}` : big.text;
  return big.count >= 10 ? big.text : `${Math.trunc(total / 100) / 10} sec`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: readonly (readonly [length: number, one: string, many: string])[] = [
  [365 * DAY, 'yr', 'yr'],
  [30 * DAY, 'mo', 'mo'],
  [DAY, 'day', 'days'],
  [HOUR, 'hr', 'hr'],
  [MINUTE, 'min', 'min'],
  [SECOND, 'sec', 'sec'],
];
