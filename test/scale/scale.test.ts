import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ourAgent } from '../../bench/agents.js';
import { measureScale } from '../../bench/scale.js';
import { buildExecutable } from '../support/executable.js';
import type { Executable } from '../support/executable.js';

/** A tenth and less of what `npm run bench -- --scale` does. */
const SIZES = { streams: 4, streamMb: 10, processes: 40, treeFiles: 3000, fileMb: 300 };
const MOST_MB = 250;

describe('much at once', () => {
  let executable: Executable;
  beforeAll(async () => {
    executable = await buildExecutable();
  });
  afterAll(() => executable.remove());

  it.each([
    ['TCP', false],
    ['WebSocket', true],
  ])(
    'is complete and in bounded memory by %s',
    async (_, webSocket) => {
      let loads = 0;
      for await (const { what, peakMb } of measureScale(ourAgent(executable.path), webSocket, SIZES)) {
        expect(peakMb, what).toBeLessThan(MOST_MB);
        loads++;
      }
      expect(loads).toBe(4);
    },
    180_000,
  );
});
