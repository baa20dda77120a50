/** java.text.SimpleDateFormat for English, in the time zone of this machine unless told otherwise. */
import { JavaError } from './java-error.js';

/**
 * Formats a time.
 * @param milliseconds since 1970
 * @throws JavaError java.lang.IllegalArgumentException for a pattern that is none
 */
export function formatDate(pattern: string, milliseconds: number, timeZone?: string): string {
  const parts = compile(pattern);
  const date = new ZonedDate(milliseconds, timeZone);
  return parts.map((part) => (typeof part === 'string' ? part : FIELDS[part.letter]?.(date, part.count))).join('');
}

interface Field {
  readonly letter: string;
  readonly count: number;
}

/** Letters are fields; text in quotes is text; two quotes are one. */
function compile(pattern: string): readonly (string | Field)[] {
  const parts: (string | Field)[] = [];
  for (let at = 0; at < pattern.length;) {
    const char = pattern.charAt(at);
    if (char === "'") {
      const text = /^'((?:[^']|'')*)'/.exec(pattern.slice(at));
      if (!text) throw new JavaError('java.lang.IllegalArgumentException', 'Unterminated quote');
      parts.push(text[1] === '' ? "'" : (text[1] ?? '').replaceAll("''", "'"));
      at += text[0].length;
    } else if (/[A-Za-z]/.test(char)) {
      let end = at;
      while (pattern.charAt(end) === char) end++;
      if (!Object.hasOwn(FIELDS, char))
        throw new JavaError('java.lang.IllegalArgumentException', `Illegal pattern character '${char}'`);
      parts.push({ letter: char, count: end - at });
      at = end;
    } else {
      parts.push(char);
      at++;
    }
  }
  return parts;
}

const FIELDS: Readonly<Record<string, (date: ZonedDate, count: number) => string>> = {
  G: () => 'AD',
  y: ({ year }, count) => yearOf(year, count),
  Y: ({ weekYear }, count) => yearOf(weekYear, count),
  M: ({ month }, count) => monthOf(month, count),
  L: ({ month }, count) => monthOf(month, count),
  w: ({ week }, count) => padded(week, count),
  W: ({ weekOfMonth }, count) => padded(weekOfMonth, count),
  D: ({ dayOfYear }, count) => padded(dayOfYear, count),
  d: ({ day }, count) => padded(day, count),
  F: ({ day }, count) => padded(Math.ceil(day / 7), count),
  E: ({ weekday }, count) => (count >= 4 ? DAYS[weekday] : DAYS[weekday]?.slice(0, 3)) ?? '',
  u: ({ weekday }, count) => padded(weekday === 0 ? 7 : weekday, count),
  a: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  H: ({ hour }, count) => padded(hour, count),
  k: ({ hour }, count) => padded(hour === 0 ? 24 : hour, count),
  K: ({ hour }, count) => padded(hour % 12, count),
  h: ({ hour }, count) => padded(hour % 12 === 0 ? 12 : hour % 12, count),
  m: ({ minute }, count) => padded(minute, count),
  s: ({ second }, count) => padded(second, count),
  S: ({ millisecond }, count) => padded(millisecond, count),
  z: (date, count) => date.zoneName(count >= 4 ? 'long' : 'short'),
  Z: ({ offset }) => offsetText(offset, ''),
  X: ({ offset }, count) => isoOffset(offset, count),
};

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function padded(value: number, count: number): string {
  return String(value).padStart(count, '0');
}

function yearOf(year: number, count: number): string {
  return count === 2 ? padded(year % 100, 2) : padded(year, count);
}

function monthOf(month: number, count: number): string {
  const name = MONTHS[month - 1] ?? '';
  if (count >= 4) return name;
  return count === 3 ? name.slice(0, 3) : padded(month, count);
}

function offsetText(minutes: number, separator: string): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${padded(Math.floor(size / 60), 2)}${separator}${padded(size % 60, 2)}`;
}

function isoOffset(minutes: number, count: number): string {
  if (count > 3) throw new JavaError('java.lang.IllegalArgumentException', `invalid ISO 8601 format: length=${count}`);
  if (minutes === 0) return 'Z';
  return count === 1 ? offsetText(minutes, '').slice(0, 3) : offsetText(minutes, count === 2 ? '' : ':');
}

/** A time as calendars and clocks in a zone show it; weeks as in the United States. */
class ZonedDate {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Of the zone from UTC, in minutes. */
  readonly offset: number;
  readonly #date: Date;
  readonly #zone: { readonly timeZone?: string };

  constructor(milliseconds: number, timeZone?: string) {
    this.#date = new Date(milliseconds);
    this.#zone = timeZone === undefined ? {} : { timeZone };
    const format = new Intl.DateTimeFormat('en-US', {
      ...this.#zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    const parts = new Map(format.formatToParts(this.#date).map(({ type, value }) => [type as string, Number(value)]));
    const part = (name: string): number => parts.get(name) ?? 0;
    [this.year, this.month, this.day] = [part('year'), part('month'), part('day')];
    [this.hour, this.minute, this.second] = [part('hour'), part('minute'), part('second')];
    this.millisecond = this.#date.getUTCMilliseconds();
    const asUtc = Date.UTC(this.year, this.month - 1, this.day, this.hour, this.minute, this.second);
    this.offset = Math.round((asUtc - Math.floor(milliseconds / 1000) * 1000) / 60_000);
  }

  /** From 0, which is Sunday. */
  get weekday(): number {
    return new Date(Date.UTC(this.year, this.month - 1, this.day)).getUTCDay();
  }

  get dayOfYear(): number {
    return (Date.UTC(this.year, this.month - 1, this.day) - Date.UTC(this.year, 0, 1)) / DAY_MS + 1;
  }

  get weekOfMonth(): number {
    return Math.floor((this.day - 1 + firstWeekday(this.year, this.month)) / 7) + 1;
  }

  get week(): number {
    if (this.weekYear > this.year) return 1;
    return Math.floor((this.dayOfYear - 1 + firstWeekday(this.year, 1)) / 7) + 1;
  }

  /** The week that the first of January is in is the first of its year. */
  get weekYear(): number {
    const saturday = new Date(Date.UTC(this.year, this.month - 1, this.day + (6 - this.weekday)));
    return saturday.getUTCFullYear();
  }

  zoneName(timeZoneName: 'short' | 'long'): string {
    const format = new Intl.DateTimeFormat('en-US', { ...this.#zone, timeZoneName });
    return format.formatToParts(this.#date).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  }
}

const DAY_MS = 24 * 3600 * 1000;

function firstWeekday(year: number, month: number): number {
  return new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
}
