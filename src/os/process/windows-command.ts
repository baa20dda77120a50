/**
 * The command line that the JDK makes on Windows (java.lang.ProcessImpl, its lenient mode): arguments with blanks are put in
 * quotes, quotes inside are left alone. Node would escape them, which breaks `cmd /c ""C:\\a b.bat""`.
 */
export interface WindowsCommand {
  readonly file: string;
  /** The program as it stands in the command line, where a path with blanks must be quoted too. */
  readonly argv0: string;
  /** To be passed on verbatim. */
  readonly args: readonly string[];
}

/** @param shell %COMSPEC% */
export function windowsCommand(command: readonly string[], shell = process.env.ComSpec ?? 'cmd.exe'): WindowsCommand {
  const program = command[0] ?? '';
  const args = command.slice(1).map(quoted);
  // CreateProcess hands batch files to the shell; Node refuses them, so this does what CreateProcess does.
  if (/\.(bat|cmd)$/i.test(program)) {
    return { file: shell, argv0: quoted(shell), args: ['/c', `"${[quoted(program), ...args].join(' ')}"`] };
  }
  return { file: program, argv0: quoted(program), args };
}

function quoted(argument: string): string {
  if (argument === '') return '""';
  const isQuoted = argument.length > 1 && argument.startsWith('"') && argument.endsWith('"');
  if (isQuoted || !/[ \t]/.test(argument)) return argument;
  const trailing = /\\*$/.exec(argument)?.[0] ?? '';
  return `"${argument}${trailing}"`;
}
