import { expect, it } from 'vitest';
import { encodingOfCodePage, nativeEncoding } from '../../../src/os/machine/native-encoding.js';
import { imageName } from '../../../src/os/process/program-of.js';

it.each([
  ['1252', 'Cp1252'],
  ['932', 'MS932'],
  ['936', 'GBK'],
  ['65001', 'UTF-8'],
])('names the code page %s %s', (number, name) => {
  expect(encodingOfCodePage(number)).toBe(name);
});

it('is UTF-8 where Windows is not', () => {
  expect(nativeEncoding('linux')).toBe('UTF-8');
});

it('reads the name of a program from what tasklist prints', () => {
  expect(imageName('\r\n"my program.exe","4812","Console","1","18,508 K"\r\n')).toBe('my program.exe');
  expect(imageName('INFO: No tasks are running which match the specified criteria.\r\n')).toBeUndefined();
});
