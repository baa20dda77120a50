/**
 * An error as Throwable.printStackTrace prints one: the class with the message, where it came from, then its causes. What a
 * cause has in common with the error around it is counted, not repeated.
 */
import { JavaError } from '../../java/java-error.js';
import { messageOf, TransportError } from '../../transport/errors.js';
import { printable } from './printable.js';

/** Deep enough for every chain that means something; a chain may also be a circle. */
const MAX_CAUSES = 8;

/** Ends with a newline. */
export function stackTrace(error: unknown): string {
  const lines: string[] = [];
  let around: readonly string[] = [];
  let at = error;
  for (let depth = 0; at !== undefined && at !== null && depth < MAX_CAUSES; depth++) {
    const frames = framesOf(at);
    const common = commonTail(frames, around);
    lines.push(printable(`${depth === 0 ? '' : 'Caused by: '}${describeError(at)}`));
    lines.push(...frames.slice(0, frames.length - common).map((frame) => `\tat ${frame}`));
    if (common > 0) lines.push(`\t... ${common} more`);
    around = frames;
    at = causeToTell(at);
  }
  return `${lines.join('\n')}\n`;
}

/** A TransportError's text quotes what it was made of: such a cause, and those behind it, would say the same again. */
function causeToTell(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  const { cause } = error;
  if (!(error instanceof TransportError && cause instanceof Error)) return cause;
  const quoted = error.message.includes(messageOf(cause));
  return quoted && (cause instanceof TransportError || 'syscall' in cause) ? undefined : cause;
}

/** Throwable.toString(). What we know no Java class for is what most failures of an agent are: a java.io.IOException. */
function describeError(error: unknown): string {
  if (error instanceof JavaError) return error.toString();
  if (!(error instanceof Error)) return String(error);
  if (error instanceof TransportError || 'syscall' in error) return `java.io.IOException: ${error.message}`;
  return error.message === '' ? error.name : `${error.name}: ${error.message}`;
}

/**
 * The frames of our own code, as `function (file:line)`. A TransportError has none: its text says what went wrong at the
 * other end of the network, and one that is retried for hours should not fill the log.
 */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error) || error instanceof TransportError) return [];
  const lines = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return lines.map((line) => line.slice('    at '.length)).map(shorten);
}

/** `name (file:///a/b.js:10:5)` becomes `name (b.js:10)`: paths of the installation help nobody. */
function shorten(frame: string): string {
  const place = /:(\d+):\d+\)?$/.exec(frame);
  const path = place && /(?<![^\s()])[^\s()]+$/.exec(frame.slice(0, place.index));
  if (!path) return frame;
  const name = frame.slice(0, path.index).replace(/\($/, '').trim();
  const file = path[0].slice(Math.max(path[0].lastIndexOf('/'), path[0].lastIndexOf('\\')) + 1);
  return `${name === '' ? '<anonymous>' : name}(${file}:${place[1]})`;
}

function commonTail(frames: readonly string[], around: readonly string[]): number {
  let common = 0;
  while (common < frames.length && common < around.length && frames.at(-1 - common) === around.at(-1 - common))
    common++;
  return common;
}
