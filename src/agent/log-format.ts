/**
 * One log record as text, as java.util.logging.SimpleFormatter does it in English:
 *
 *     Nov 20, 2026 5:10:26 PM hudson.remoting.Launcher createEngine
 *     INFO: Setting up agent: n
 *
 * A stack trace follows, and an empty line after it.
 */
import type { Level } from '../remoting/logger.js';
import { stackTrace } from './stack-trace.js';

export interface LogRecord {
  readonly time: Date;
  readonly level: Level;
  /** Class and method: `hudson.remoting.Launcher createEngine`. */
  readonly source: string;
  readonly message: string;
  readonly error?: unknown;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Ends with a newline. */
export function formatRecord({ time, level, source, message, error }: LogRecord): string {
  const trace = error === undefined ? '' : `${stackTrace(error)}\n`;
  return `${formatTime(time)} ${source}\n${level}: ${message}\n${trace}`;
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
