/**
 * The command line that the JDK makes on Windows (java.lang.ProcessImpl, its lenient mode): arguments with blanks are put in
 * quotes, quotes inside are left alone. Node would escape them, which breaks `cmd /c ""C:\\a b.bat""`.
 */
import path from 'node:path';
import { unquoted, windowsFolder } from './find-windows-program.js';
import { variable } from './variable.js';

export interface WindowsCommand {
  /** What runs: an absolute path. */
  readonly file: string;
  /** The program as it stands in the command line, where a path with blanks must be quoted too. */
  readonly argv0: string;
  /** To be passed on verbatim. */
  readonly args: readonly string[];
}

/**
 * @param file the absolute path of the program that the command means
 * @param shell what runs batch files
 */
export function windowsCommand(command: readonly string[], file: string, shell = commandProcessor()): WindowsCommand {
  const args = command.slice(1).map(quoted);
  // CreateProcess hands batch files to the shell; Node refuses them, so this does what CreateProcess does.
  if (/\.(bat|cmd)$/i.test(file)) {
    // By the path that was found: the shell would look for a bare name in the child's working directory first.
    const script = /^[\w\\:.-]+$/.test(file) ? file : `"${file}"`;
    return { file: shell, argv0: quoted(shell), args: ['/c', `"${[script, ...args].join(' ')}"`] };
  }
  return { file, argv0: quoted(unquoted(command[0] ?? '').replaceAll('/', '\\')), args };
}

/** %COMSPEC%, unless it is a name that would be searched for. */
export function commandProcessor(): string {
  const named = variable(process.env, 'ComSpec');
  return named !== undefined && path.win32.isAbsolute(named)
    ? named
    : path.win32.join(windowsFolder(), 'System32\\cmd.exe');
}

function quoted(argument: string): string {
  if (argument === '') return '""';
  const isQuoted = argument.length > 1 && argument.startsWith('"') && argument.endsWith('"');
  if (isQuoted || !/[ \t]/.test(argument)) return argument;
  const trailing = /(?<!\\)\\+$/.exec(argument)?.[0] ?? '';
  return `"${argument}${trailing}"`;
}
