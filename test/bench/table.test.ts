import { expect, test } from 'vitest';
import { median } from '../../bench/statistics.js';
import { formatNumber, formatTable } from '../../bench/table.js';

test('the first column stands to the left, figures to the right', () => {
  const table = formatTable(
    ['what', 'n'],
    [
      ['a', '1'],
      ['longer', '100'],
    ],
  );
  expect(table.split('\n')).toEqual(['what      n', '------  ---', 'a         1', 'longer  100']);
});

test('numbers keep about three digits', () => {
  expect([1234.5, 99.94, 5, 0.123, NaN].map(formatNumber)).toEqual(['1235', '99.9', '5.00', '0.12', '-']);
});

test('the median is in the middle whatever the order', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 3, 7]);
  expect(() => median([])).toThrow(RangeError);
});
