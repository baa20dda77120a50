import { describe, expect, it } from 'vitest';
import { GENERATIONS } from './trace.js';
import { replay } from './replay.js';

describe('a freestyle build', () => {
  it.each(GENERATIONS)('answers %s as the official agent does', async (generation) => {
    const { differences, compared, asked } = await replay(generation, 'freestyle');
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(27);
    // At its end something might be killed; the controllers knew of nobody who objects.
    expect(asked).toEqual(['hudson.util.ProcessTree$DoVetoersExist']);
  });
});
