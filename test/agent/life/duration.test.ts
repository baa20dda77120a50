import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../../src/agent/life/duration.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['250', 250],
    ['250ms', 250],
    ['5s', 5 * SECOND],
    ['5S', 5 * SECOND],
    ['+5m', 5 * MINUTE],
    ['-5m', -5 * MINUTE],
    ['2h', 2 * HOUR],
    ['1d', DAY],
    ['1D', DAY],
    ['1000000ns', 1],
    ['PT5S', 5 * SECOND],
    ['pt5s', 5 * SECOND],
    ['PT0.5S', 500],
    ['PT1,25S', 1250],
    ['PT5.S', 5 * SECOND],
    ['PT-0.5S', -500],
    ['-PT5S', -5 * SECOND],
    ['+P1D', DAY],
    ['P1DT2H3M4S', DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND],
    ['PT-6H+3M', -6 * HOUR + 3 * MINUTE],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 6);
  });

  it.each([
    ['5x', "'5x' is not a valid simple duration"],
    ['5us', "'5us' is not a valid simple duration"],
    ['9223372036854775808', "'9223372036854775808' is not a valid simple duration"],
    ['1.5s', "'1.5s' is not a valid duration"],
    ['', "'' is not a valid duration"],
    ['5sec', "'5sec' is not a valid duration"],
    [' 5s', "' 5s' is not a valid duration"],
    ['PT', "'PT' is not a valid ISO-8601 duration"],
    ['P', "'P' is not a valid ISO-8601 duration"],
    ['P1', "'P1' is not a valid ISO-8601 duration"],
    ['P1DT', "'P1DT' is not a valid ISO-8601 duration"],
    ['P5S', "'P5S' is not a valid ISO-8601 duration"],
    ['PT1.0123456789S', "'PT1.0123456789S' is not a valid ISO-8601 duration"],
  ])('refuses %j', (text, message) => {
    expect(() => parseDuration(text)).toThrow(new RangeError(message));
  });
});

describe('formatDuration', () => {
  it.each([
    [DAY + 2 * HOUR + 3 * MINUTE + SECOND, '1 day, 2 hours, 3 minutes, 1 second'],
    [5 * MINUTE, '5 minutes'],
    [2 * DAY + 1 * SECOND, '2 days, 1 second'],
    [10_999, '10 seconds'],
    [HOUR, '1 hour'],
    [850, '850 milliseconds'],
    [1, '1 millisecond'],
    [0, '0 milliseconds'],
    [-5, '0 milliseconds'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
