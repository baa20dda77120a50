import { describe, expect, it } from 'vitest';
import { plot } from '../../../tools/herd/plot.js';
import {
  officialTcpPolicy,
  officialWebSocketPolicy,
  ourPolicy,
  seeded,
  simulate,
} from '../../../tools/herd/simulate.js';

const AGENTS = 2000;

describe('a herd of agents that comes back', () => {
  it.each([20, 60, 300])('does not run a controller down that was away for %i s', (seconds) => {
    const herd = { agents: AGENTS, downMs: seconds * 1000, noticeMs: 500, random: seeded(seconds) };
    const [ours, tcp, webSocket] = [ourPolicy, officialTcpPolicy, officialWebSocketPolicy].map((policy) =>
      simulate(herd, policy),
    );
    expect(tcp?.peak).toBe(AGENTS);
    expect(webSocket?.peak).toBe(AGENTS);
    // A thirtieth of them would be even; waits are drawn.
    expect(ours?.peak).toBeLessThan(AGENTS / 8);
    expect(ours?.backMs.all).toBeLessThanOrEqual(30_000);
    expect(ours?.perSecond.reduce((sum, attempts) => sum + attempts, 0)).toBeGreaterThanOrEqual(AGENTS);
  });

  it('is the same for the same seed', () => {
    const herd = () => ({ agents: 100, downMs: 30_000, noticeMs: 500, random: seeded(7) });
    expect(simulate(herd(), ourPolicy)).toEqual(simulate(herd(), ourPolicy));
  });

  it('is drawn', () => {
    const picture = plot('title', [{ name: 'a', colour: '#000', perSecond: [5, 0, 1000] }], 3, 1);
    expect(picture).toMatch(/^<svg [^]*title[^]*<polyline [^>]*points="(?:\d+\.\d,\d+\.\d ?){3}"[^]*<\/svg>\n$/);
  });
});
