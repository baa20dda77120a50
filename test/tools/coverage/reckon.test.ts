import { describe, expect, it } from 'vitest';
import data from '../../../tools/coverage/plugins.json' with { type: 'json' };
import { missingOf, shares, standings } from '../../../tools/coverage/reckon.js';
import type { Gap, PluginData } from '../../../tools/coverage/reckon.js';

const gap = (values: Partial<Gap>): Gap => ({
  plugins: ['p'],
  installs: 50,
  likelihood: 0.5,
  scope: 'main',
  classes: ['A', 'B'],
  ...values,
});
const plugins = (gaps: readonly Gap[]): PluginData => ({
  source: '',
  installations: 100,
  sendNothing: { n: 100 },
  sendSomething: { p: 50, q: 50 },
  gaps,
});
const word = (gaps: readonly Gap[], known: readonly string[]) => standings(plugins(gaps), new Set(known))[0]?.word;

describe('the standing of a plugin', () => {
  it.each([
    ['whole', [gap({})], ['A', 'B']],
    ['part', [gap({})], ['A']],
    ['not yet', [gap({})], []],
    ['part', [gap({ scope: 'part' })], []],
    ['needs Java', [gap({ java: true })], []],
    ['needs Java', [gap({ java: true })], ['A']],
    ['part', [gap({ scope: 'rare', java: true }), gap({ classes: ['C'] })], ['C']],
    ['whole', [gap({ neverSent: 'no' })], []],
  ])('%s', (expected, gaps, known) => {
    expect(word(gaps, known)).toBe(expected);
  });

  it('takes in plugins that only a gap names', () => {
    const all = standings(plugins([gap({ plugins: ['r', 's'], installs: 7 })]), new Set());
    expect(all.map(({ plugin }) => plugin)).toEqual(['p', 'q', 'r', 's']);
  });
});

describe('shares', () => {
  it('take the uses as independent of each other', () => {
    const two = plugins([gap({}), gap({ classes: ['C'], likelihood: 1, plugins: ['q'], java: true })]);
    expect(shares(two, new Set())).toEqual({ installs: 50, ofSenders: 0, installationsHit: 62.5, hitForJavaAlone: 50 });
    expect(shares(two, new Set(['C'])).installationsHit).toBe(25);
    expect(shares(two, new Set(['A', 'B', 'C']))).toMatchObject({ installs: 100, ofSenders: 100, installationsHit: 0 });
  });

  it('begin, of the list, where the sources were read: seven of ten installations missed something', () => {
    const before = shares(data, new Set());
    expect(before.installationsHit).toBeGreaterThan(70);
    expect(before.hitForJavaAlone).toBe(23.5);
    expect(before.ofSenders).toBeGreaterThan(60);
  });
});

it('the list names each class once, but for plugins that share a use', () => {
  const names = data.gaps.flatMap(({ classes }) => classes);
  expect(new Set(names).size).toBe(names.length);
  expect(data.gaps.every((each: Gap) => missingOf(each, new Set()).length > 0 || each.neverSent !== undefined)).toBe(
    true,
  );
});
