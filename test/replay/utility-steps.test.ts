import { describe, expect, it } from 'vitest';
import { replay } from './replay.js';

/** A replay does not wait for the shells that it starts as a controller does; durable tasks have replays of their own. */
const POLLS_A_SHELL = /FileMonitoringController\$(StatusCheck|WriteLog)/;

describe('utility steps and cleanWs', () => {
  it.each(['core-2.462', 'core-2.541', 'core-2.568'] as const)(
    'answers %s as the official agent does',
    async (generation) => {
      const { differences, compared } = await replay(generation, 'utility-steps');
      expect(differences.filter(({ what }) => !POLLS_A_SHELL.test(what))).toEqual([]);
      expect(compared).toBeGreaterThanOrEqual(100);
    },
  );
});
