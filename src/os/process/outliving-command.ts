/**
 * A Windows command that goes on when the agent ends. libuv puts each child into a job object that takes it along when the agent's
 * process is gone, however that came; the children of a child are not in it. So the command is run by a command processor, which
 * waits for it and ends with its exit code. (A detached child would not be in the job either, but has no console: each program
 * that it runs would open a window.)
 */
import type { WindowsCommand } from './windows-command.js';

/** What a command processor takes. */
const LONGEST_LINE = 8000;

/**
 * The command one level down.
 * @param shell the command processor, an absolute path
 * @returns undefined when a command processor cannot be given it: lines end it, and it must not be too long
 */
export function outlivingCommand({ file, args }: WindowsCommand, shell: string): WindowsCommand | undefined {
  const rest = args.join(' ');
  // In quotes nothing can keep a percent sign from naming a variable.
  const cannot = /[\r\n]/.test(rest) || /["%]/.test(file);
  const line = `""${file}" ${rest.replace(SPECIAL, '^$&')}"`;
  if (cannot || line.length > LONGEST_LINE) return undefined;
  return { file: shell, argv0: `"${shell}"`, args: ['/d', '/s', '/v:off', '/c', line] };
}

/** What a command processor reads in a line. With a caret before each it passes on what was there; quotes no longer count. */
const SPECIAL = /[()%!^"<>&|]/g;
