import { describe, expect, it } from 'vitest';
import { GENERATIONS } from './trace.js';
import { replay } from './replay.js';

describe("processes, tools, monitors and a node's pages", () => {
  it.each(GENERATIONS)('answer %s as the official agent does', { timeout: 60_000 }, async (generation) => {
    const { differences, compared } = await replay(generation, 'node');
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(120);
  });
});
