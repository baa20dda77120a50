/**
 * `npm run herd`: all agents of a controller come back after its restart, by our policy and by agent.jar's.
 *
 *     --agents N     default 10000
 *     --down S       seconds that the controller is away, default 65
 *     --plot FILE    draws the attempts of each second
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { plot } from './plot.js';
import { officialTcpPolicy, officialWebSocketPolicy, ourPolicy, seeded, simulate } from './simulate.js';

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '10000' },
    down: { type: 'string', default: '65' },
    plot: { type: 'string' },
  },
});
const [agents, down] = [count('agents', values.agents), count('down', values.down)];
const NOTICE_MS = 500;
const SEED = 1;
const AFTERWARDS_S = 40;

const kinds = [
  { name: 'this agent', colour: '#0a7', policy: ourPolicy },
  { name: 'agent.jar, TCP', colour: '#c33', policy: officialTcpPolicy },
  { name: 'agent.jar, WebSocket', colour: '#36c', policy: officialWebSocketPolicy },
].map(({ name, colour, policy }) => {
  const herd = { agents, downMs: down * 1000, noticeMs: NOTICE_MS, random: seeded(SEED) };
  return { name, colour, ...simulate(herd, policy) };
});

const rows = kinds.map(({ name, peak, backMs }) => {
  const [half, most, all] = [backMs.half, backMs.most, backMs.all].map((ms) => `${(ms / 1000).toFixed(1)} s`);
  return `| ${name} | ${peak} | ${half} | ${most} | ${all} |\n`;
});
process.stdout.write(
  `${agents} agents, the controller is away for ${down} s\n\n` +
    '| | most connections in a second | half are back after | 99 % | all |\n|---|---|---|---|---|\n' +
    rows.join(''),
);
if (values.plot !== undefined) {
  const title = `Attempts in each second: ${agents} agents, the controller is away for ${down} s`;
  writeFileSync(values.plot, plot(title, kinds, down + AFTERWARDS_S, down));
}

function count(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`--${name} ${text} is no count`);
  return number;
}
