/** What the doctor found, as a table for people or as JSON for programs. */
import { wrapped } from '../help/layout.js';
import type { Outcome, Status } from './check.js';

export interface Finding extends Outcome {
  readonly check: string;
}

/** Of one agent. */
export interface Report {
  readonly name: string;
  readonly findings: readonly Finding[];
}

const WORDS: Readonly<Record<Status, string>> = { ok: 'ok', warning: 'WARN', failed: 'FAIL', skipped: '-' };

const COLOURS: Readonly<Record<Status, string>> = { ok: '32', warning: '33', failed: '31', skipped: '2' };
/** Less is no room for a text. */
const NARROWEST_TEXT = 20;

export interface Look {
  /** Of the terminal; undefined where there is none: then a line is as long as it is. */
  readonly columns?: number | undefined;
  readonly colour?: boolean;
}

export function isWell({ findings }: Pick<Report, 'findings'>): boolean {
  return findings.every(({ status }) => status !== 'failed');
}

/** @returns lines, each with its newline; what to do stands below what it is about */
export function renderTable(findings: readonly Finding[], { columns, colour = false }: Look = {}): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const before = width + 8;
  const room = columns === undefined ? Infinity : Math.max(NARROWEST_TEXT, columns - before);
  const paint = (status: Status, text: string) => (colour ? `\x1b[${COLOURS[status]}m${text}\x1b[0m` : text);
  const indent = ' '.repeat(before);
  const lines = findings.flatMap(({ check, status, text, advice }) => {
    const [first = '', ...more] = wrapped(text, room);
    const word = paint(status, WORDS[status].padEnd(4));
    const told = [`${word}  ${check.padEnd(width)}  ${first}`, ...more.map((line) => indent + line)];
    if (advice === undefined) return told;
    const advised = wrapped(advice, room - 3).map((line, at) => `${indent}${at === 0 ? '-> ' : '   '}${line}`);
    return [...told, ...advised];
  });
  const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
  const counts = `${count('failed')} failed, ${count('warning')} to look at, ${count('ok')} ok`;
  const worst = count('failed') > 0 ? 'failed' : count('warning') > 0 ? 'warning' : 'ok';
  return `${lines.join('\n')}\n\n${paint(worst, counts)}\n`;
}

/** Of one agent its checks, of several a list. */
export function renderJson(reports: readonly Report[]): string {
  const agents = reports.map(({ name, findings }) => ({ name, ok: isWell({ findings }), checks: findings }));
  const [first, ...others] = agents;
  const ok = agents.every((agent) => agent.ok);
  const answer = first && others.length === 0 ? { ok, checks: first.checks } : { ok, agents };
  return `${JSON.stringify(answer, undefined, 2)}\n`;
}
