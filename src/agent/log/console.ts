import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { errorCode } from '../../java/file-errors.js';
import type { LogSink } from './log-file.js';

/**
 * Standard error. Written at once, so that nothing is lost when the process ends right after; a reader that is slow or gone
 * must not hold up or end the agent.
 */
export const consoleSink: LogSink = {
  write: (text) => writeConsole(wantsColour() ? colourLevel(text) : text),
  close: () => undefined,
};

const ERASE_LINE = '\r\x1b[K';

/** What stands below everything that is written, on a terminal; it has no newline. */
let lastLine = '';

/** Writes text to standard error; what cannot be written is dropped. */
export function writeConsole(text: string): void {
  put(lastLine === '' ? text : `${ERASE_LINE}${text}${lastLine}`);
}

/** Replaces the line below everything else; the empty text takes it away. For terminals only. */
export function showLastLine(text: string): void {
  if (text === lastLine) return;
  put(`${ERASE_LINE}${text}`);
  lastLine = text;
}

/** Whether standard error is a terminal that knows control sequences. */
export function isTerminal(environment: NodeJS.ProcessEnv = process.env): boolean {
  return isatty(2) && environment['TERM'] !== 'dumb';
}

/** Colours are for terminals, and not for those who set NO_COLOR to anything (no-color.org). */
function wantsColour(): boolean {
  return isTerminal() && (process.env['NO_COLOR'] ?? '') === '';
}

/** The level of a record, in either layout for people, red or yellow where it matters. */
export function colourLevel(text: string): string {
  return text.replace(/^(\S+ )?(SEVERE|WARNING)(?=[: ])/m, (_all, before: string | undefined, level: string) => {
    return `${before ?? ''}\x1b[${level === 'SEVERE' ? 31 : 33}m${level}\x1b[0m`;
  });
}

function put(text: string): void {
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(2, bytes, done);
  } catch (error) {
    // A full pipe, a closed one, a terminal that went away: there is nobody left to tell.
    if (!['EAGAIN', 'EPIPE', 'EIO', 'EBADF', 'ENOSPC'].includes(errorCode(error) ?? '')) throw error;
  }
}
