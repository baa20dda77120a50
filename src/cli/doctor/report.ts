/** What the doctor found, as a table for people or as JSON for programs. */
import type { Outcome, Status } from './check.js';

export interface Finding extends Outcome {
  readonly check: string;
}

const WORDS: Readonly<Record<Status, string>> = { ok: 'ok', warning: 'WARN', failed: 'FAIL', skipped: '-' };

/** @returns lines, each with its newline; what to do stands below what it is about */
export function renderTable(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, status, text, advice }) => {
    const line = `${WORDS[status].padEnd(4)}  ${check.padEnd(width)}  ${text}`;
    return advice === undefined ? [line] : [line, `${' '.repeat(width + 8)}-> ${advice}`];
  });
  const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
  return `${lines.join('\n')}\n\n${count('failed')} failed, ${count('warning')} to look at, ${count('ok')} ok\n`;
}

export function renderJson(findings: readonly Finding[]): string {
  return `${JSON.stringify({ ok: findings.every(({ status }) => status !== 'failed'), checks: findings }, undefined, 2)}\n`;
}
