/**
 * Text from outside that a regular expression would go over again from each of its places: at these lengths that takes hours, and
 * the time of a test is up long before.
 */
import { describe, expect, it } from 'vitest';
import { parseProperties } from '../../src/java/properties.js';
import { stackTrace } from '../../src/agent/log/stack-trace.js';
import { compareVersions } from '../../src/endpoint/version.js';
import { normalizeRemote } from '../../src/java/remote-path.js';
import { javaTrim, splitAtCommas } from '../../src/java/trim.js';
import { parseXml } from '../../src/java/xml/parse-xml.js';
import { parseProcesses } from '../../src/os/process/process-tree/darwin.js';
import { namesSetBy } from '../../src/os/process/set-anew.js';
import { pathsBefore } from '../../src/os/process/windows-paths.js';
import { timeToFloat } from '../../src/plugins/junit/times.js';
import { sanitizeUrl } from '../../src/plugins/robust-http-client/client.js';
import { pageText } from '../../src/transport/http/page-text.js';

const LONG = 1_000_000;

describe('takes no longer than its length', () => {
  it('trimming a text with blanks inside', () => {
    const text = `1${' '.repeat(LONG)}x`;
    expect(javaTrim(`\0 ${text}\t\n`)).toBe(text);
    expect(timeToFloat(text)).toBe(1);
    expect(splitAtCommas(`${text} , ${text}`)).toEqual([text, text]);
  });

  it('a number with many digits', () => {
    expect(timeToFloat(`${'1'.repeat(LONG)}x`)).toBe(Infinity);
  });

  it('a path of many separators', () => {
    expect(normalizeRemote(`a${'/'.repeat(LONG)}`)).toBe('a');
    expect(normalizeRemote(`a${'/'.repeat(LONG)}b`)).toBe('a/b');
  });

  it.each([
    ['of an attribute', `<a ${'n'.repeat(LONG)}`],
    ['of a value', `<a b="${'c = '.repeat(LONG / 4)}<"/>`],
    ['of many attributes', `<a ${'b="" '.repeat(50_000)}c=d/>`],
  ])('an error in XML, %s', async (_what, text) => {
    const pieces = async function* (): AsyncGenerator<Buffer> {
      await Promise.resolve();
      yield Buffer.from(text);
    };
    const nothing = (): void => undefined;
    await expect(parseXml(pieces(), { open: nothing, text: nothing, close: nothing })).rejects.toThrow();
  });

  it('a page of many brackets', () => {
    expect(pageText('text/html', '<'.repeat(80_000))).toMatch(/^</);
  });

  it('properties', () => {
    expect(parseProperties(`a${' '.repeat(LONG)}\\`)).toEqual(new Map([['a', '']]));
    expect([...parseProperties(`${'\\'.repeat(LONG)}a=b`).values()]).toEqual(['b']);
  });

  it('a stack trace', () => {
    const error = new Error('x');
    error.stack = `Error: x\n    at ${'a'.repeat(LONG)}\n    at f (${'b:1'.repeat(LONG / 4)}`;
    expect(stackTrace(error)).toContain('Error: x');
  });

  it('a version', () => {
    expect(compareVersions(`1${' '.repeat(LONG)}x`, '1')).toBe(0);
  });

  it("a line of macOS' ps", () => {
    expect(parseProcesses(`1 2 S a${' '.repeat(LONG)}b`)).toHaveLength(1);
  });

  it('a command line of drives', async () => {
    const drives = 'C:/'.repeat(LONG / 4);
    expect(pathsBefore(drives, /"/, /\.bat/g)).toEqual([]);
    expect(await namesSetBy([`${drives}.bat "`])).toEqual(new Set());
  });

  it('a URL of logins', () => {
    expect(sanitizeUrl(`http://${'@'.repeat(LONG)}h/?q#f\n`)).toBe('http://…@h/?…#f\n');
  });
});

it.each([
  ['C:\\a\\x.bat', ['C:\\a\\x']],
  ['cmd /c "C:\\a b\\x.bat" D:/y.bat', ['C:\\a b\\x', 'D:/y']],
  ['C:\\a.bat C:\\b.bat', ['C:\\a', 'C:\\b']],
  ['x.bat C:\\b.bat', ['C:\\b']],
  ['C:x.bat', []],
])('paths in %s', (text, paths) => {
  expect(pathsBefore(text, /["<>|*?]/, /\.bat/g).map(({ path }) => path)).toEqual(paths);
});
