import { describe, expect, it } from 'vitest';
import { findWindowsProgram } from '../../../src/os/process/find-windows-program.js';
import type { Look, WindowsSearch } from '../../../src/os/process/find-windows-program.js';
import { variable } from '../../../src/os/process/variable.js';

const SEARCH: WindowsSearch = {
  environment: { SystemRoot: 'C:\\Windows' },
  searchPath: 'D:\\tools;"D:\\more tools";;relative',
  programFolder: 'C:\\node',
  cwd: 'C:\\agent',
};

/** A disk with these files, and the folder C:\folder.exe. */
const disk =
  (...files: string[]): Look =>
  (file) =>
    Promise.resolve(files.includes(file) ? 'file' : file === 'C:\\folder.exe' ? 'other' : 'missing');

describe('findWindowsProgram', () => {
  it.each(
    [
      ['C:\\node\\git.exe'],
      ['C:\\agent\\git.exe'],
      ['C:\\Windows\\System32\\git.exe'],
      ['C:\\Windows\\System\\git.exe'],
      ['C:\\Windows\\git.exe'],
      ['D:\\tools\\git.exe'],
      ['D:\\more tools\\git.exe'],
      ['C:\\agent\\relative\\git.exe'],
    ].map(([file], i, all) => [file, all.slice(i).map(([later]) => String(later))] as const),
  )('finds %s before what comes later', async (file, there) => {
    const search = { ...SEARCH, searchPath: SEARCH.searchPath?.replace('relative', 'C:\\agent\\relative') };
    expect(await findWindowsProgram('git', search, disk(...there))).toBe(file);
  });

  it.each([
    ['git', 'D:\\tools\\git.exe'],
    ['GIT.EXE', 'D:\\tools\\GIT.EXE'],
    ['mvn.cmd', 'D:\\tools\\mvn.cmd'],
    ['"C:/my tools/x.exe"', 'C:\\my tools\\x.exe'],
    ['C:/my tools/x', 'C:\\my tools\\x.exe'],
    ['./x.bat', 'C:\\agent\\x.bat'],
    ['x.bat. .', 'D:\\tools\\x.bat'],
    ['..\\y.exe', 'C:\\y.exe'],
    ['\\z.exe', 'C:\\z.exe'],
  ])('takes %s for %s', async (name, file) => {
    expect(await findWindowsProgram(name, SEARCH, disk(file))).toBe(file);
  });

  it.each([
    ['git', 'ENOENT'],
    ['', 'ENOENT'],
    ['..', 'ENOENT'],
    ['C:\\nowhere\\git.exe', 'ENOENT'],
    ['C:\\folder.exe', 'EPERM'],
  ])('does not find %j: %s', async (name, code) => {
    expect(await findWindowsProgram(name, SEARCH, disk('C:\\elsewhere\\git.exe'))).toEqual({ code });
  });

  it("leaves the agent's working directory out where Windows is told to", async () => {
    const environment = { ...SEARCH.environment, NODEFAULTCURRENTDIRECTORYINEXEPATH: '1' };
    const search = { ...SEARCH, environment: { ...environment, NoDefaultCurrentDirectoryInExePath: '1' } };
    expect(await findWindowsProgram('git', search, disk('C:\\agent\\git.exe'))).toEqual({ code: 'ENOENT' });
  });
});

describe('variable', () => {
  it('knows no case on Windows', () => {
    expect(variable({ Path: 'p' }, 'PATH', 'win32')).toBe('p');
    expect(variable({ Path: 'p' }, 'PATH', 'linux')).toBeUndefined();
    expect(variable({ Path: 'p', PATH: 'q' }, 'PATH', 'win32')).toBe('q');
    expect(variable({}, 'PATH', 'win32')).toBeUndefined();
  });
});
