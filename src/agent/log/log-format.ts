/**
 * One log record as text. The official layout is what java.util.logging.SimpleFormatter does in English:
 *
 *     Nov 20, 2026 5:10:26 PM hudson.remoting.Launcher createEngine
 *     INFO: Setting up agent: n
 *
 * A stack trace follows, and an empty line after it. The others are for people and for machines, a line a record:
 *
 *     2026-11-20T17:10:26.123Z INFO Setting up agent: n
 *     {"time":"2026-11-20T17:10:26.123Z","level":"INFO","agent":"n","source":"hudson.remoting.Launcher createEngine","message":"Setting up agent: n"}
 */
import type { Level } from '../../remoting/logger.js';
import { printable, spelt } from './printable.js';
import { stackTrace } from './stack-trace.js';

export interface LogRecord {
  readonly time: Date;
  readonly level: Level;
  /** Class and method: `hudson.remoting.Launcher createEngine`. */
  readonly source: string;
  readonly message: string;
  readonly error?: unknown;
  /** Which agent it is of; undefined before that is known. */
  readonly agent?: string | undefined;
}

export const LOG_FORMATS = ['official', 'text', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/**
 * The function that makes text of a record.
 * @param named whether what is for people names the agent: where several write to the same place. JSON always does
 */
export function recordFormatter(format: LogFormat, named = false): (record: LogRecord) => string {
  switch (format) {
    case 'official':
      return named ? (record) => formatRecord(withName(record)) : formatRecord;
    case 'text':
      return named ? (record) => formatLine(withName(record)) : formatLine;
    case 'json':
      return formatJson;
  }
}

function withName(record: LogRecord): LogRecord {
  return record.agent === undefined ? record : { ...record, message: `[${record.agent}] ${record.message}` };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Ends with a newline. */
export function formatRecord({ time, level, source, message, error }: LogRecord): string {
  const trace = error === undefined ? '' : `${stackTrace(error)}\n`;
  return `${formatTime(time)} ${source}\n${level}: ${printable(message)}\n${trace}`;
}

/** Several lines of a message or a trace are indented: a line that begins with a time begins a record. */
function formatLine({ time, level, message, error }: LogRecord): string {
  const trace = error === undefined ? '' : `\n${stackTrace(error).trimEnd()}`;
  return `${time.toISOString()} ${level} ${`${spelt(message)}${trace}`.replaceAll('\n', '\n  ')}\n`;
}

function formatJson({ time, level, agent, source, message, error }: LogRecord): string {
  const trace = error === undefined ? {} : { error: stackTrace(error).trimEnd() };
  return `${JSON.stringify({ time: time.toISOString(), level, agent, source, message, ...trace })}\n`;
}

/** `%1$tb %1$td, %1$tY %1$tl:%1$tM:%1$tS %1$Tp`, in the machine's time zone. */
function formatTime(time: Date): string {
  const month = MONTHS[time.getMonth()] ?? '';
  const hours = time.getHours();
  const clock = `${hours % 12 || 12}:${two(time.getMinutes())}:${two(time.getSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
  return `${month} ${two(time.getDate())}, ${time.getFullYear()} ${clock}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
