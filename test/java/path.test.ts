import { describe, expect, it } from 'vitest';
import * as paths from '../../src/java/path.js';
import { normalizeRemote, remoteChild, remoteName, remoteParent } from '../../src/java/remote-path.js';

describe('java.io.File on Unix', () => {
  it.each([
    ['//a///b/../c/', '/a/b/../c', 'c', '/a/b/..'],
    ['/', '/', '', null],
    ['a/', 'a', 'a', null],
    ['/a', '/a', 'a', '/'],
    ['a/b', 'a/b', 'b', 'a'],
    ['', '', '', null],
  ])('%j', (name, normal, last, parent) => {
    expect(paths.javaFile(name, 'posix')).toBe(normal);
    expect(paths.fileName(name, 'posix')).toBe(last);
    expect(paths.parentFile(name, 'posix')).toBe(parent);
  });
});

describe('java.io.File on Windows', () => {
  it.each([
    ['C:/a//b/', 'C:\\a\\b', 'b', 'C:\\a', true],
    ['C:\\', 'C:\\', '', null, true],
    ['C:\\a', 'C:\\a', 'a', 'C:\\', true],
    ['C:a', 'C:a', 'a', 'C:', false],
    ['/C:/a', 'C:\\a', 'a', 'C:\\', true],
    ['\\\\server\\share\\x\\', '\\\\server\\share\\x', 'x', '\\\\server\\share', true],
    ['//server/share', '\\\\server\\share', 'share', '\\\\server', true],
    ['\\a', '\\a', 'a', '\\', false],
    ['a\\b', 'a\\b', 'b', 'a', false],
  ])('%j', (name, normal, last, parent, absolute) => {
    expect(paths.javaFile(name, 'win32')).toBe(normal);
    expect(paths.fileName(name, 'win32')).toBe(last);
    expect(paths.parentFile(name, 'win32')).toBe(parent);
    expect(paths.isAbsoluteFile(name, 'win32')).toBe(absolute && !name.startsWith('/C'));
  });

  it.each([
    ['a', 'C:\\w\\a'],
    ['\\a', 'C:\\a'],
    ['', 'C:\\w'],
    ['D:\\x', 'D:\\x'],
    ['C:x', 'C:\\w\\x'],
    ['c:', 'C:\\w'],
    ['D:x', 'D:\\x'],
  ])('%j is below the working directory at %j', (name, absolute) => {
    expect(paths.absoluteFile(name, 'C:\\w', 'win32')).toBe(absolute);
  });
});

describe('a name with slashes', () => {
  it('has them for backslashes on Windows, where those are separators, and nowhere else', () => {
    expect(paths.withSlashes('a\\b/c', 'win32')).toBe('a/b/c');
    expect(paths.withSlashes('a\\b/c', 'posix')).toBe('a\\b/c');
  });
});

describe('java.nio.file.Path on Windows', () => {
  it.each([
    ['C:\\a\\x:y', 'Illegal char <:> at index 6: C:\\a\\x:y'],
    ['C:\\a\\x*y', 'Illegal char <*> at index 6: C:\\a\\x*y'],
    ['C:x:y', 'Illegal char <:> at index 3: C:x:y'],
    ['a?', 'Illegal char <?> at index 1: a?'],
    ['a\tb', 'Illegal char <\t> at index 1: a\tb'],
    ['C:\\a \\b', 'Trailing char < > at index 4: C:\\a \\b'],
    ['a ', 'Trailing char < > at index 1: a '],
  ])('does not take %j', (name, message) => {
    expect(paths.invalidPath(name, 'win32')?.toString()).toBe(`java.nio.file.InvalidPathException: ${message}`);
    expect(() => paths.toPath(name, 'win32')).toThrow(message);
    expect(paths.invalidPath(name, 'posix')).toBeNull();
  });

  it.each(['C:\\a b\\c', '\\\\server\\share\\x', 'C:x', '..\\x', ''])('takes %j', (name) => {
    expect(paths.invalidPath(name, 'win32')).toBeNull();
  });
});

describe('java.nio.file.Path', () => {
  it.each([
    ['/a/../../b/./c', '/b/c'],
    ['../a/..', '..'],
    ['a/..', ''],
    ['/..', '/'],
  ])('%j normalizes to %j', (path, normal) => {
    expect(paths.normalizePath(path, 'posix')).toBe(normal);
  });

  it.each([
    ['/a/b', '/a', true],
    ['/ab', '/a', false],
    ['/a', '/a', true],
    ['/a', '/', true],
    ['/', '/a', false],
  ])('%j starts with %j: %j', (path, ancestor, starts) => {
    expect(paths.pathStartsWith(path, ancestor, 'posix')).toBe(starts);
  });

  it('keeps . and .. when made absolute', () => {
    expect(paths.absoluteFile('x/../y', '/w', 'posix')).toBe('/w/x/../y');
    expect(paths.absoluteFile('/x/../y', '/w', 'posix')).toBe('/x/../y');
  });

  it.each([
    ['/a/\0b', 'Nul character not allowed: /a/\0b'],
    ['/a/\ud800b', 'Malformed input or input contains unmappable characters: /a/\ud800b'],
  ])('refuses %j', (path, message) => {
    expect(() => paths.toPath(path)).toThrow(
      expect.objectContaining({
        javaClass: 'java.io.IOException',
        javaMessage: `java.nio.file.InvalidPathException: ${message}`,
        cause: expect.objectContaining({
          javaClass: 'java.nio.file.InvalidPathException',
          javaMessage: message,
        }) as Error,
      }),
    );
    expect(paths.isUsableFile(path)).toBe(false);
  });
});

describe('hudson.FilePath', () => {
  // What FilePath.normalize of 2.462 answers.
  it.each([
    ['/a/./b//c/', '/a/b/c'],
    ['/a/b/../c', '/a/c'],
    ['/../a', '/a'],
    ['../a', '../a'],
    ['a/..', '.'],
    ['.', '.'],
    ['', '.'],
    ['/', '/'],
    ['C:\\a\\..\\b/c\\', 'C:\\b/c'],
    ['C:/', 'C:/'],
    ['\\\\server\\share\\..\\x', '\\\\server\\x'],
    ['/a//\\b', '/a/b'],
    ['a/../../b', '../b'],
  ])('%j normalizes to %j', (path, normal) => {
    expect(normalizeRemote(path)).toBe(normal);
  });

  it('has names, parents and children on machines of either kind', () => {
    expect(remoteName('/a/b/')).toBe('b');
    expect(remoteName('C:\\a\\b')).toBe('b');
    expect(remoteParent('/a/b')).toBe('/a');
    expect(remoteParent('C:\\a')).toBe('C:\\');
    expect(remoteParent('/')).toBe(null);
    expect(remoteChild('/a', 'b\\c', false)).toBe('/a/b/c');
    expect(remoteChild('C:\\a', 'b/c', true)).toBe('C:\\a\\b\\c');
    expect(remoteChild('/a', '/x', false)).toBe('/x');
  });
});

describe('long paths on Windows', () => {
  it.each([
    ['C:\\a\\b', '\\\\?\\C:\\a\\b'],
    ['\\\\server\\share\\x', '\\\\?\\UNC\\server\\share\\x'],
  ])('%j is passed on as %j, and printed as it was', (file, namespaced) => {
    expect(paths.namespacedPath(file, 'win32')).toBe(namespaced);
    expect(paths.withoutNamespace(namespaced, 'win32')).toBe(file);
  });

  it('are like others elsewhere', () => {
    expect(paths.namespacedPath('/a/b', 'posix')).toBe('/a/b');
    expect(paths.withoutNamespace('/a/b', 'posix')).toBe('/a/b');
  });
});
