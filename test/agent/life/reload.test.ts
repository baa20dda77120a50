import { describe, expect, it } from 'vitest';
import { reloadPool } from '../../../src/agent/life/reload.js';
import type { AgentOptions } from '../../../src/agent/life/options.js';
import { Secret } from '../../../src/agent/life/secret.js';
import { agentOptions } from '../../../src/cli/agent-options.js';
import type { OptionValues } from '../../../src/cli/option-table.js';

const agent = (name: string, more: OptionValues = {}): AgentOptions =>
  agentOptions({ urls: ['http://c/'], name, secret: 's', ...more });

async function reload(before: readonly AgentOptions[], read: () => readonly AgentOptions[]) {
  const done: string[] = [];
  const pool = {
    agents: new Map(before.map((options) => [options.kind === 'inbound' ? options.identity.name : '', options])),
    add: (options: AgentOptions) => done.push(`add ${nameOf(options)}`),
    remove: (name: string) => done.push(`remove ${name}`),
    replace: (options: AgentOptions) => done.push(`replace ${nameOf(options)}`),
  };
  const first = before[0] ?? expect.fail();
  const answer = await reloadPool(pool, () => Promise.resolve().then(read), first.operating);
  return { ...answer, done };
}

const nameOf = (options: AgentOptions) => (options.kind === 'inbound' ? options.identity.name : options.kind);

describe('reading the configuration again', () => {
  it('starts, ends and replaces what differs, a secret included', async () => {
    const before = [agent('a'), agent('b'), agent('c'), agent('d', { secret: 'old' })];
    const now = [agent('a'), agent('b', { workDir: '/w' }), agent('d', { secret: 'new' }), agent('e')];
    expect(await reload(before, () => now)).toEqual({
      ok: true,
      text: 'Configuration read again: added e; ending when their builds are done c; starting anew when their builds are done b, d',
      done: ['add e', 'remove c', 'replace b', 'replace d'],
    });
  });

  it('leaves all as it is where nothing has changed, or what holds for the process alone', async () => {
    expect(await reload([agent('a')], () => [agent('a')])).toMatchObject({
      text: 'Configuration read again: no agent has changed',
      done: [],
    });
    const { text, done } = await reload([agent('a')], () => [agent('a', { drainTimeout: '5m' })]);
    expect(text).toMatch(/no agent has changed; options that hold for the process.* count from its next start on$/);
    expect(done).toEqual([]);
  });

  it('changes nothing when the file is broken', async () => {
    const broken = () => {
      throw new Error('agent.yaml:1:5: not valid YAML');
    };
    expect(await reload([agent('a')], broken)).toEqual({
      ok: false,
      text: 'The configuration cannot be used, and nothing has changed: agent.yaml:1:5: not valid YAML',
      done: [],
    });
  });

  it('shows no secret', () => {
    expect(JSON.stringify(agent('a', { secret: 'swordfish' }))).not.toContain('swordfish');
    expect(new Secret('swordfish').toJSON()).toBe('****');
  });
});
