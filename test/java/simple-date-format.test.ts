import { expect, it } from 'vitest';
import { formatDate } from '../../src/java/simple-date-format.js';
import { JavaError } from '../../src/java/java-error.js';

/** Written by java.text.SimpleDateFormat of Java 17 with Locale.US. */
const WRITTEN = `
UTC|0|yyyyMMdd-HHmmss|19700101-000000
UTC|0|XXX XX X|Z Z Z
UTC|1735689599999|EEEE MMMM LL D DDD F W u|Tuesday December 12 366 366 5 5 2
UTC|1735689600000|yy.M.d|25.1.1
UTC|1735689600000|G y yyy yyyyy|AD 2025 2025 02025
UTC|1709164800123|h:mm a k K S SSS|12:00 AM 24 0 123 123
UTC|1767225599000|YYYY-'W'ww|2026-W01
UTC|1767225599000|dd/MM/yyyy|31/12/2025
UTC|1782864000456|'o''clock' yyyy''MM|o'clock 2026'07
UTC|946684800000|EEE, d MMM yyyy HH:mm:ss Z|Sat, 1 Jan 2000 00:00:00 +0000
UTC|1798761599000|yyyyMMdd-HHmmss|20261231-235959
UTC|1798761599000|XXX XX X|Z Z Z
America/New_York|0|EEEE MMMM LL D DDD F W u|Wednesday December 12 365 365 5 5 3
America/New_York|1735689599999|yy.M.d|24.12.31
America/New_York|1735689599999|G y yyy yyyyy|AD 2024 2024 02024
America/New_York|1735689600000|h:mm a k K S SSS|7:00 PM 19 7 0 000
America/New_York|1709164800123|YYYY-'W'ww|2024-W09
America/New_York|1709164800123|dd/MM/yyyy|28/02/2024
America/New_York|1767225599000|'o''clock' yyyy''MM|o'clock 2025'12
America/New_York|1782864000456|EEE, d MMM yyyy HH:mm:ss Z|Tue, 30 Jun 2026 20:00:00 -0400
America/New_York|946684800000|yyyyMMdd-HHmmss|19991231-190000
America/New_York|946684800000|XXX XX X|-05:00 -0500 -05
America/New_York|1798761599000|EEEE MMMM LL D DDD F W u|Thursday December 12 365 365 5 5 4
Asia/Kolkata|0|yy.M.d|70.1.1
Asia/Kolkata|0|G y yyy yyyyy|AD 1970 1970 01970
Asia/Kolkata|1735689599999|h:mm a k K S SSS|5:29 AM 5 5 999 999
Asia/Kolkata|1735689600000|YYYY-'W'ww|2025-W01
Asia/Kolkata|1735689600000|dd/MM/yyyy|01/01/2025
Asia/Kolkata|1709164800123|'o''clock' yyyy''MM|o'clock 2024'02
Asia/Kolkata|1767225599000|EEE, d MMM yyyy HH:mm:ss Z|Thu, 1 Jan 2026 05:29:59 +0530
Asia/Kolkata|1782864000456|yyyyMMdd-HHmmss|20260701-053000
Asia/Kolkata|1782864000456|XXX XX X|+05:30 +0530 +05
Asia/Kolkata|946684800000|EEEE MMMM LL D DDD F W u|Saturday January 01 1 001 1 1 6
Asia/Kolkata|1798761599000|yy.M.d|27.1.1
Asia/Kolkata|1798761599000|G y yyy yyyyy|AD 2027 2027 02027
`
  .trim()
  .split('\n')
  .map((line) => line.split('|') as [string, string, string, string]);

it.each(WRITTEN)('formats in %s the time %s by %s', (zone, time, pattern, text) => {
  expect(formatDate(pattern, Number(time), zone)).toBe(text);
});

it('names zones', () => {
  expect(formatDate('z zzzz', 0, 'UTC')).toBe('UTC Coordinated Universal Time');
});

it('refuses what is no pattern', () => {
  const failure = (pattern: string): string => {
    try {
      return formatDate(pattern, 0);
    } catch (error) {
      return error instanceof JavaError ? error.toString() : String(error);
    }
  };
  const illegal = 'java.lang.IllegalArgumentException: ';
  expect(failure('bb')).toBe(`${illegal}Illegal pattern character 'b'`);
  expect(failure("'x")).toBe(`${illegal}Unterminated quote`);
  expect(failure('XXXX')).toBe(`${illegal}invalid ISO 8601 format: length=4`);
});
