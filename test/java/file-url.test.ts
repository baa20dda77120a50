import { expect, it } from 'vitest';
import { fileOfUrl } from '../../src/java/file-url.js';

it.each([
  ['file:/C:/a%20b/c', 'C:\\a b\\c'],
  ['file:///C:/x', 'C:\\x'],
  ['file:/tools/x%20y.zip', '\\tools\\x y.zip'],
  ['file://server/share/x', '\\\\server\\share\\x'],
])('%s is %s on Windows', (url, file) => {
  expect(fileOfUrl(url, 'win32')).toBe(file);
});

it('is a path elsewhere', () => {
  expect(fileOfUrl('file:/a%20b/c', 'linux')).toBe('/a b/c');
});
