import { describe, expect, it } from 'vitest';
import { Turns } from '../../src/os/turns.js';
import { countTurns } from './count-turns.js';

describe('work in turns', () => {
  it('lets the event loop go round after a hundred steps', async () => {
    const turns = new Turns();
    const count = countTurns();
    for (let step = 0; step < 1000; step++) await turns.next();
    expect(count()).toBeGreaterThanOrEqual(9);
  });

  it('lets it go round after a long step', async () => {
    const turns = new Turns();
    for (const end = performance.now() + 10; performance.now() < end;);
    const count = countTurns();
    await turns.next();
    expect(count()).toBe(1);
  });

  it('does not wait otherwise', () => {
    expect(new Turns().next()).toBeUndefined();
  });
});
