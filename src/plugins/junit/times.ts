/** Numbers and times as reports write them. */
import { javaTrim } from '../../java/trim.js';

/** The longest duration that counts, in seconds: a year. */
const MAX_DURATION = 365 * 24 * 60 * 60;

/** The duration of a suite or case in seconds, a float. */
export function duration(time: string | null): number {
  return Math.max(0, Math.min(MAX_DURATION, timeToFloat(time)));
}

/**
 * hudson.tasks.junit.TimeToFloat: Float.parseFloat without the commas, else whatever number the text begins with as
 * java.text.DecimalFormat reads it, else 0.
 */
export function timeToFloat(time: string | null): number {
  if (time === null) return 0;
  const text = time.replaceAll(',', '');
  const trimmed = javaTrim(text);
  if (/^[+-]?(NaN|Infinity)$/.test(trimmed)) return Number(trimmed.replace(/^[+-](?=N)/, ''));
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?$/.test(trimmed)) {
    return Math.fround(Number(trimmed.replace(/[fFdD]$/, '')));
  }
  const [beginning] = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:E-?\d+)?/.exec(text) ?? [];
  return beginning === undefined ? 0 : Math.fround(Number(beginning));
}

/**
 * SuiteResult.parseTime: milliseconds since 1970. A time without an offset is taken for UTC; blanks do not count.
 * @returns null for what java.time.OffsetDateTime does not read
 */
export function timestampMillis(time: string): bigint | null {
  const hasOffset = time.endsWith('Z') || time.includes('+') || time.lastIndexOf('-') > 7;
  const match = OFFSET_DATE_TIME.exec((hasOffset ? time : `${time}Z`).replaceAll(' ', ''));
  if (!match) return null;
  const [, year, month, day, hour, minute, second = '0', fraction = '', offset = 'Z'] = match;
  const fields = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!isDateTime(fields)) return null;
  const offsetSeconds = zoneOffset(offset);
  if (offsetSeconds === null) return null;
  const millis = Number(fraction.padEnd(3, '0').slice(0, 3));
  const date = new Date(0);
  date.setUTCFullYear(fields[0], fields[1] - 1, fields[2]);
  date.setUTCHours(fields[3], fields[4], fields[5], millis);
  return BigInt(date.getTime() - offsetSeconds * 1000);
}

const OFFSET_DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{0,9}))?)?([Zz]|[+-]\d\d:\d\d(?::\d\d)?)$/;

function isDateTime([year, month, day, hour, minute, second]: readonly number[] & { length: 6 }): boolean {
  if (year === undefined || month === undefined || day === undefined) return false;
  if (month < 1 || month > 12 || day < 1) return false;
  const lastDay = new Date(0);
  lastDay.setUTCFullYear(year, month, 0);
  return day <= lastDay.getUTCDate() && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60;
}

/** Seconds; null beyond the 18 hours that java.time allows. */
function zoneOffset(offset: string): number | null {
  if (/^z$/i.test(offset)) return 0;
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number);
  const total = (hours * 60 + minutes) * 60 + seconds;
  if (minutes > 59 || seconds > 59 || total > 18 * 3600) return null;
  return offset.startsWith('-') ? -total : total;
}
