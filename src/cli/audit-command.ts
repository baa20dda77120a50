/** `agent audit FILE...`: what the audits say, summed up: the classes, programs and directories that an agent needs. */
import { EXIT } from '../agent/life/exit-codes.js';
import { linesOf } from '../agent/operate/audit/lines.js';
import { AuditSummarizer } from '../agent/operate/audit/summary.js';
import type { AuditSummary, Counted } from '../agent/operate/audit/summary.js';
import { UsageError } from './usage-error.js';

/** Of each kind; `--json` has them all. */
const SHOWN = 20;

/**
 * @param words files, and `--json`
 * @returns 0; 1 when a file cannot be read, which is said
 * @throws UsageError
 */
export async function runAuditCommand(words: readonly string[], print: (text: string) => void): Promise<number> {
  const option = words.find((word) => word.startsWith('-') && word !== '--json');
  if (option !== undefined) throw new UsageError(`agent audit: "${option}" is not a valid option`);
  const files = words.filter((word) => word !== '--json');
  if (files.length === 0)
    throw new UsageError('agent audit: give it the files of an agent that runs with "-audit FILE"');
  const summarizer = new AuditSummarizer();
  for (const file of files) {
    try {
      for await (const line of linesOf(file)) summarizer.add(line);
    } catch (error) {
      print(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}\n`);
      return EXIT.fatal;
    }
  }
  const summary = summarizer.summary();
  print(words.includes('--json') ? `${JSON.stringify(summary, undefined, 2)}\n` : render(summary));
  return EXIT.ok;
}

function render({ from, to, requests, failed, lost, unreadable, agents, classes, ...rest }: AuditSummary): string {
  const period = from === undefined ? '' : `, from ${from} to ${to ?? from}`;
  const lines = [`${requests} requests, ${failed} failed${period}`];
  if (lost > 0) lines.push(`${lost} lines were lost: the disk did not take them`);
  if (unreadable > 0) lines.push(`${unreadable} lines are none of an audit`);
  const described = classes.map(({ name, count, failed: some, ms }) => ({
    name: `${name} (${ms} ms${some > 0 ? `, ${some} failed` : ''})`,
    count,
  }));
  return [
    ...lines,
    ...table('Agents', agents),
    ...table('Classes', described),
    ...table('Programs', rest.programs),
    ...table('Directories', rest.directories),
    '',
  ].join('\n');
}

function table(title: string, rows: readonly Counted[]): string[] {
  if (rows.length === 0) return [];
  const width = String(rows[0]?.count).length;
  const shown = rows.slice(0, SHOWN).map(({ name, count }) => `  ${String(count).padStart(width)}  ${name}`);
  const more = rows.length > SHOWN ? [`  and ${rows.length - SHOWN} more: --json has them all`] : [];
  return ['', title, ...shown, ...more];
}
