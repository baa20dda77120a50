import { expect, it } from 'vitest';
import { outlivingCommand } from '../../../src/os/process/outliving-command.js';
import { windowsCommand } from '../../../src/os/process/windows-command.js';

const CMD = 'C:\\Windows\\System32\\cmd.exe';

it('runs a bat step one level down, every character that a command processor reads escaped', () => {
  const wrapped = windowsCommand(['cmd', '/c', '""C:\\a&b %c%!\\jenkins-wrap.bat""'], CMD);
  expect(outlivingCommand(wrapped, CMD)).toEqual({
    file: CMD,
    argv0: `"${CMD}"`,
    args: ['/d', '/s', '/v:off', '/c', `""${CMD}" /c ^"^"C:\\a^&b ^%c^%^!\\jenkins-wrap.bat^"^""`],
  });
});

it('leaves alone what it cannot hand on', () => {
  const command = (file: string, ...args: string[]) => outlivingCommand(windowsCommand(['x', ...args], file), CMD);
  expect(command('C:\\x.exe', 'one')).toBeDefined();
  expect(command('C:\\x.exe', 'one\ntwo')).toBeUndefined();
  expect(command('C:\\x.exe', 'x'.repeat(8000))).toBeUndefined();
  expect(command('C:\\100%\\x.exe', 'one')).toBeUndefined();
});
