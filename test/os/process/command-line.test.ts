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
    expect(windowsCommand(command)).toMatchObject({ file: command[0], args });
  });

  it('gives batch files to the shell', () => {
    expect(windowsCommand(['C:\\Program Files\\mvn.CMD', 'a b'], 'C:\\cmd.exe')).toEqual({
      file: 'C:\\cmd.exe',
      argv0: 'C:\\cmd.exe',
      args: ['/c', '""C:\\Program Files\\mvn.CMD" "a b""'],
    });
  });

  it('quotes a program whose path has blanks where it stands in the command line', () => {
    const program = 'C:\\Program Files\\Git\\bin\\git.exe';
    expect(windowsCommand([program, '--version'])).toEqual({
      file: program,
      argv0: `"${program}"`,
      args: ['--version'],
    });
  });

  it('has its own words for errors', () => {
    expect(cannotRun('x', 'C:\\w', 'ENOENT', 'win32').message).toBe(
      'Cannot run program "x" (in directory "C:\\w"): CreateProcess error=2, The system cannot find the file specified',
    );
  });
});
