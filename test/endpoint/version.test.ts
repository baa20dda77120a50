import { describe, expect, it } from 'vitest';
import { compareVersions } from '../../src/endpoint/version.js';

describe('compareVersions', () => {
  // Each is older than the next.
  const ascending = [
    '1-alpha-1',
    '1-a2',
    '1-beta',
    '1-rc',
    '1',
    '1-sp',
    '1-1',
    '1.1',
    '1.1.1',
    '1.2',
    '1.10',
    '1.*',
    '2.319',
    '3.14',
    '4.8',
    '4.11.2',
    '4.13',
    '3025.vf64a_a_3da_6b_55',
    '3176.v207ec082a_8c0',
    '3256.v88a_f6e922152',
    '3256.3258.v858f3c9a_f69d',
    '3386.v12345',
  ];

  it.each(ascending.slice(1).map((newer, i) => [ascending[i] ?? '', newer]))('%s < %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
  });

  it.each([
    ['1', '1.0'],
    ['1.0.0', '1'],
    ['1-final', '1'],
    ['1.0-ga', '1'],
    ['1-CR', '1-rc'],
    ['4.13 (private)', '4.13'],
    ['1.0-20240101.120000-1', '1-SNAPSHOT'],
  ])('%s = %s', (a, b) => {
    expect(compareVersions(a, b)).toBe(0);
    expect(compareVersions(b, a)).toBe(0);
  });

  it('puts a snapshot before its release', () => {
    expect(compareVersions('4.13-SNAPSHOT', '4.13')).toBeLessThan(0);
    expect(compareVersions('4.13-20240101.120000-1', '4.12')).toBeGreaterThan(0);
  });
});
