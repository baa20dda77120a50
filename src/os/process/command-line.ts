import { normalizeRemote } from '../../java/remote-path.js';
import { JavaError } from '../../java/java-error.js';

const MASK = '********';

/**
 * The line that announces a process in the build's log: `[directory] $ program argument "argument with spaces"`
 * (hudson.Launcher.printCommandLine, maskedPrintCommandLine).
 *
 * @param masks which arguments are secret, null for none. Throws ArrayIndexOutOfBoundsException when it is too short.
 * @param workDir null leaves the directory out
 */
export function printedCommandLine(
  command: readonly string[],
  masks: readonly boolean[] | null,
  workDir: string | null,
): string {
  const shown = masks ? command.map((argument, i) => (isMasked(masks, i) ? MASK : argument)) : command;
  const where = workDir === null ? '' : `[${lastElement(workDir)}] `;
  return [`${where}$`, ...shown.map(quoted)].join(' ');
}

function isMasked(masks: readonly boolean[], index: number): boolean {
  const masked = masks[index];
  if (masked !== undefined) return masked;
  const message = `Index ${index} out of bounds for length ${masks.length}`;
  throw new JavaError('java.lang.ArrayIndexOutOfBoundsException', message);
}

function lastElement(workDir: string): string {
  return normalizeRemote(workDir).replace(/^.+[/\\]/, '');
}

function quoted(argument: string): string {
  if (!argument.includes(' ')) return argument;
  return argument.includes('"') ? `'${argument}'` : `"${argument}"`;
}
