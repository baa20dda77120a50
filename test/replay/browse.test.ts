import { describe, expect, it } from 'vitest';
import { replay } from './replay.js';

describe('workspace pages', () => {
  it.each(['core-2.541', 'core-2.568'] as const)(
    'answer %s as the official agent does',
    { timeout: 60_000 },
    async (generation) => {
      const { differences, compared } = await replay(generation, 'browse');
      expect(differences).toEqual([]);
      expect(compared).toBeGreaterThanOrEqual(140);
    },
  );
});
