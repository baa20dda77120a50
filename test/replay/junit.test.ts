import { describe, expect, it } from 'vitest';
import { replay } from './replay.js';
import { GENERATIONS } from './trace.js';

describe('the junit step of a Pipeline', () => {
  it.each(GENERATIONS)('answers %s as the official agent does', async (generation) => {
    const { differences, compared } = await replay(generation, 'pipeline');
    expect(differences.filter(({ what }) => what.includes('JUnitParser'))).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(100);
  });
});
