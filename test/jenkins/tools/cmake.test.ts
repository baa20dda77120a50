import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JavaError } from '../../../src/java/java-error.js';
import { JavaObject } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { askAt } from '../ask.js';

const ROOT = 'hudson.plugins.cmake.CmakeInstaller$RootDirScanner';
const BUILD_TOOL = 'hudson.plugins.cmake.BuildToolEntryParser';
const BUILD_NAME = 'org.jenkinsci.plugins.buildnameupdater.BuildNameUpdater$FileCallable';
const includes = 'cmake-*/**/bin/cmake,cmake-*/**/bin/cmake.exe,cmake-*/**/share';

function tree(...files: string[]): string {
  const base = scratch();
  for (const file of files) {
    mkdirSync(dirname(join(base, file)), { recursive: true });
    writeFileSync(join(base, file), 'x');
  }
  return base;
}

const failure = (promise: Promise<unknown>) => promise.then(String, (error: unknown) => String(error as JavaError));

describe('an unpacked CMake', () => {
  it('is the directory with bin/cmake and share', async () => {
    const base = tree('cmake-3/mac/Contents/bin/cmake', 'cmake-3/mac/Contents/share/doc');
    const answer = await askAt(base, ROOT, { includes });
    expect(answer).toBeInstanceOf(JavaObject);
    expect((answer as JavaObject).get('remote')).toBe(join(base, 'cmake-3/mac/Contents'));
  });

  it('is nothing without share', async () => {
    expect(await askAt(tree('cmake-3/bin/cmake'), ROOT, { includes })).toBe(null);
  });

  it('is refused when its layout is not known', async () => {
    const unknown = 'hudson.AbortException: Unknown layout of downloaded cmake archive: ';
    expect(await failure(askAt(tree('a'), ROOT, { includes }))).toBe(`${unknown}No candidate for cmake executable`);
    const two = tree('cmake-3/bin/cmake', 'cmake-4/bin/cmake');
    expect(await failure(askAt(two, ROOT, { includes }))).toBe(
      `${unknown}Multiple candidates for cmake executable: [cmake-3/bin/cmake, cmake-4/bin/cmake]`,
    );
    expect(await failure(askAt(join(two, 'no'), ROOT, { includes }))).toBe(
      `${unknown}No \`bin\` and/or \`share\` subdirectory found`,
    );
  });
});

describe('the build tool of a CMakeCache.txt', () => {
  it.each([
    [
      '# CMAKE_MAKE_PROGRAM=no\n//CMAKE_MAKE_PROGRAM=no\nCMAKE_MAKE_PROGRAM:FILEPATH=/usr/bin/make \t\nX=y\n',
      '/usr/bin/make',
    ],
    ['"CMAKE_MAKE_PROGRAM":FILEPATH=C:/a=b/ninja.exe\r\n', 'C:/a=b/ninja.exe'],
    ['  CMAKE_MAKE_PROGRAM=make', 'make'],
    ['CMAKE_MAKE_PROGRAM_X=make\n', null],
  ])('of %j is %j', async (cache, program) => {
    const file = join(tree(), 'CMakeCache.txt');
    writeFileSync(file, cache);
    expect(await askAt(file, BUILD_TOOL)).toBe(program);
  });

  it('cannot be told without the file', async () => {
    const file = join(tree(), 'CMakeCache.txt');
    expect(await failure(askAt(file, BUILD_TOOL))).toBe(
      `java.io.FileNotFoundException: ${file} (No such file or directory)`,
    );
  });
});

describe('a build name', () => {
  it.each([
    ['1.2.3\nmore\n', '1.2.3'],
    ['1.2.3\r\n', '1.2.3'],
    ['\nsecond', ''],
    ['', null],
    [`${'é'.repeat(100_000)}\n`, 'é'.repeat(100_000)],
  ])('is the first line of its file', async (content, name) => {
    const file = join(tree(), 'version');
    writeFileSync(file, content);
    expect(await askAt(file, BUILD_NAME)).toBe(name);
  });

  it('is empty without the file, and a directory has none', async () => {
    const base = tree();
    expect(await askAt(join(base, 'no'), BUILD_NAME)).toBe('');
    expect(await failure(askAt(base, BUILD_NAME))).toBe(`java.io.FileNotFoundException: ${base} (Is a directory)`);
  });
});
