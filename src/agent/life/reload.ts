/** Reads the configuration again: agents that were added start, others end or start anew when their builds are done. */
import { createHash } from 'node:crypto';
import { keyOf } from './agent-pool.js';
import type { AgentPool } from './agent-pool.js';
import type { AgentOptions, OperatingOptions } from './options.js';
import type { ReloadAnswer } from './reload-answer.js';
import { Secret } from './secret.js';

/**
 * @param read throws an Error when what is configured now cannot be used: then nothing changes
 * @param operating what the process was started with
 */
export async function reloadPool(
  pool: Pick<AgentPool, 'agents' | 'add' | 'remove' | 'replace'>,
  read: () => Promise<readonly AgentOptions[]>,
  operating: OperatingOptions,
): Promise<ReloadAnswer> {
  let now: readonly AgentOptions[];
  try {
    now = await read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ok: false, text: `The configuration cannot be used, and nothing has changed: ${error.message}` };
  }
  const { agents } = pool;
  const wanted = new Map(now.map((options) => [keyOf(options), options]));
  const added = now.filter((options) => !agents.has(keyOf(options)));
  const removed = [...agents.keys()].filter((name) => !wanted.has(name));
  const changed = now.filter((options) => {
    const before = agents.get(keyOf(options));
    return before !== undefined && fingerprint(before) !== fingerprint(options);
  });
  for (const options of added) pool.add(options);
  for (const name of removed) pool.remove(name);
  for (const options of changed) pool.replace(options);
  const list = (what: string, names: readonly string[]) => (names.length === 0 ? [] : [`${what} ${names.join(', ')}`]);
  const said = [
    ...list('added', added.map(keyOf)),
    ...list('ending when their builds are done', removed),
    ...list('starting anew when their builds are done', changed.map(keyOf)),
  ];
  const [first] = now;
  const hint =
    first && digest(first.operating) !== digest(operating)
      ? '; options that hold for the process, such as health, logs and draining, count from its next start on'
      : '';
  return {
    ok: true,
    text: `Configuration read again: ${said.length === 0 ? 'no agent has changed' : said.join('; ')}${hint}`,
  };
}

/** Of what an agent is made of, but for what holds for the process. */
function fingerprint(options: AgentOptions): string {
  return digest({ ...options, operating: undefined });
}

/** Secrets count by their values, which are not kept. */
function digest(value: unknown): string {
  const plain = JSON.stringify(value, function (this: Record<string, unknown>, key: string, shown: unknown) {
    const raw = this[key];
    if (raw instanceof Secret) return createHash('sha256').update(raw.reveal()).digest('hex');
    return raw instanceof Map ? [...(raw as Map<unknown, unknown>)] : shown;
  });
  return createHash('sha256').update(plain).digest('hex');
}
