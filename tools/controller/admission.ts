/** Who may connect as which node: the checks of jenkins.slaves.DefaultJnlpSlaveReceiver and jenkins.agents.WebSocketAgents. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Node } from './node.js';
import { Refusal } from './refusal.js';
import type { ControllerSettings } from './settings.js';

export interface Applicant {
  readonly name: string;
  readonly secret: string;
  /** The cookie of its last connection, if it had one. */
  readonly cookie: string | undefined;
}

/** How the two protocols word the same refusals. */
export interface RefusalTexts {
  unknownName(name: string): Refusal;
  wrongSecret(): Refusal;
}

export const JNLP4_REFUSALS: RefusalTexts = {
  unknownName: (name) => new Refusal(`Unknown client name: ${name}`),
  wrongSecret: () => new Refusal('Authorization failure'),
};

export const WEBSOCKET_REFUSALS: RefusalTexts = {
  unknownName: () => new Refusal('no such agent'),
  wrongSecret: () => new Refusal('', 403),
};

/** Decides on an applicant and makes room for it: its stale connection, if it has one, is gone afterwards. Throws Refusal. */
export async function admit(
  nodes: ReadonlyMap<string, Node>,
  settings: ControllerSettings,
  applicant: Applicant,
  texts: RefusalTexts,
): Promise<Node> {
  const node = nodes.get(applicant.name);
  if (!node) throw texts.unknownName(applicant.name);
  if (!sameSecret(applicant.secret, node.secret)) throw texts.wrongSecret();
  if (settings.refuseAll !== undefined) throw new Refusal(settings.refuseAll);
  await node.admit(applicant.cookie);
  return node;
}

/** The cookie that a new connection gets: 32 random bytes as hex. */
export function newCookie(): string {
  return randomBytes(32).toString('hex');
}

function sameSecret(offered: string, expected: string): boolean {
  const [a, b] = [Buffer.from(offered), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
