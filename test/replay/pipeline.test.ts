import { describe, expect, it } from 'vitest';
import { GENERATIONS } from './trace.js';
import { replay } from './replay.js';

describe('Pipeline builds', () => {
  it.each(GENERATIONS)('answers %s as the official agent does', async (generation) => {
    const { differences, compared } = await replay(generation, 'pipeline', ({ what }) => what.includes('JUnitParser'));
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(200);
  });
});
