import { describe, expect, it } from 'vitest';
import { printedCommandLine } from '../../../src/os/process/command-line.js';
import { windowsCommand } from '../../../src/os/process/windows-command.js';
import { cannotRun } from '../../../src/java/launch-error.js';

describe('the printed command line', () => {
  it.each<[string[], boolean[] | null, string | null, string]>([
    [
      ['/bin/sh', '/tmp/jenkins1.sh'],
      null,
      '/home/jenkins/agent/workspace/free1',
      '[free1] $ /bin/sh /tmp/jenkins1.sh',
    ],
    [['echo', 'a b'], null, null, '$ echo "a b"'],
    [['echo', 'a "b"'], null, null, '$ echo \'a "b"\''],
    [['echo', 'a"b', "c'd"], null, null, '$ echo a"b c\'d'],
    [['echo', ''], null, null, '$ echo '],
    [['echo', '$HOME'], null, '/', '[/] $ echo $HOME'],
    [['x'], null, '/a/b/', '[b] $ x'],
    [['x'], null, '/a/b/../c/./d', '[d] $ x'],
    [['x'], null, 'C:\\agent\\work', '[work] $ x'],
    [['x'], null, 'rel', '[rel] $ x'],
    [['login', '-p', 'top secret', 'host'], [false, false, true, false], null, '$ login -p ******** host'],
    [[], null, null, '$'],
  ])('of %j', (command, masks, workDir, line) => {
    expect(printedCommandLine(command, masks, workDir)).toBe(line);
  });

  it('does not show arguments for which there is no mask', () => {
    expect(() => printedCommandLine(['a', 'secret'], [false], null)).toThrow('Index 1 out of bounds for length 1');
  });
});

describe('the command line for Windows', () => {
  it.each<[string[], string[]]>([
    [
      ['cmd', '/c', '""C:\\a b\\wrap.bat""'],
      ['/c', '""C:\\a b\\wrap.bat""'],
    ],
    [
      ['x', 'a b', 'c'],
      ['"a b"', 'c'],
    ],
    [['x', 'a b\\'], ['"a b\\\\"']],
    [
      ['x', 'a\tb', ''],
      ['"a\tb"', '""'],
    ],
    [
      ['x', '"', 'a"b'],
      ['"', 'a"b'],
    ],
  ])('quotes %j', (command, args) => {
    expect(windowsCommand(command, 'C:\\x.exe')).toEqual({ file: 'C:\\x.exe', argv0: command[0], args });
  });

  it('gives batch files to the shell', () => {
    const found = 'C:\\Program Files\\mvn.CMD';
    expect(windowsCommand(['mvn.CMD', 'a b'], found, 'C:\\cmd.exe')).toEqual({
      file: 'C:\\cmd.exe',
      argv0: 'C:\\cmd.exe',
      args: ['/c', '""C:\\Program Files\\mvn.CMD" "a b""'],
    });
    expect(windowsCommand(['C:\\a&b\\x.bat'], 'C:\\a&b\\x.bat', 'C:\\cmd.exe').args[1]).toBe('""C:\\a&b\\x.bat""');
    expect(windowsCommand(['x.bat', 'b'], 'C:\\a\\x.bat', 'C:\\cmd.exe').args[1]).toBe('"C:\\a\\x.bat b"');
  });

  it('quotes a program whose path has blanks where it stands in the command line', () => {
    const program = 'C:\\Program Files\\Git\\bin\\git.exe';
    expect(windowsCommand([program, '--version'], program)).toEqual({
      file: program,
      argv0: `"${program}"`,
      args: ['--version'],
    });
  });

  it('takes slashes and quotes of a program as the JDK does', () => {
    expect(windowsCommand(['"C:/a b/git.exe"', '-C', 'x/y'], 'C:\\a b\\git.exe')).toEqual({
      file: 'C:\\a b\\git.exe',
      argv0: '"C:\\a b\\git.exe"',
      args: ['-C', 'x/y'],
    });
  });

  it.each([
    ['ENOENT', '2, The system cannot find the file specified'],
    ['EPERM', '5, Access is denied'],
    ['EINVAL', '87, The parameter is incorrect'],
    ['EFTYPE', '193, %1 is not a valid Win32 application'],
    ['ENAMETOOLONG', '206, The filename or extension is too long'],
    ['ENOTDIR', '267, The directory name is invalid'],
    ['EACCES', '740, The requested operation requires elevation'],
  ])('has its own words for %s', (code, words) => {
    expect(cannotRun('x', 'C:\\w', code, 'win32').message).toBe(
      `Cannot run program "x" (in directory "C:\\w"): CreateProcess error=${words}`,
    );
  });
});
