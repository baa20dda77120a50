import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untar } from '../../../src/os/archive/untar.js';
import type { UntarRules } from '../../../src/os/archive/untar-rules.js';
import { utf8 } from '../../../src/java/charsets/charset.js';
import { JavaError } from '../../../src/java/java-error.js';
import { filesOf } from '../../../src/os/ant-glob/file-set.js';
import { makeTar, pieces } from './support.js';
import type { TarInput } from './support.js';

let base: string;
let target: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'rules-')));
  target = path.join(base, 'target');
  mkdirSync(path.join(target, 'sub'), { recursive: true });
  mkdirSync(path.join(base, 'outside'));
  symlinkSync('sub', path.join(target, 'inlink'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** What the official agent answers for controllers 2.541.3 (strict) and 2.568.2 (current); `legacy` from the source of 2.462.3. */
const CASES: Readonly<Record<string, { entries: TarInput[]; strict: string; current: string; legacy: string }>> = {
  plain: same(
    [
      { name: 'a.txt', content: 'x' },
      { name: 'b/c.txt', content: 'y' },
    ],
    'a.txt b/c.txt',
  ),
  dot: same(
    [
      { name: './', directory: true },
      { name: './a.txt', content: 'x' },
    ],
    'a.txt',
  ),
  parent: {
    entries: [{ name: '../evil.txt', content: 'x' }],
    strict: 'Tar T contains entry that escapes destination directory: ../evil.txt',
    current: 'Tar T contains entry that escapes destination directory: ../evil.txt',
    legacy: 'Tar T contains illegal file name that breaks out of the target directory: ../evil.txt',
  },
  sibling: {
    entries: [{ name: '../target-2/evil.txt', content: 'x' }],
    strict: 'Tar T contains entry that escapes destination directory: ../target-2/evil.txt',
    current: 'Tar T contains entry that escapes destination directory: ../target-2/evil.txt',
    legacy: 'Tar T contains illegal file name that breaks out of the target directory: ../target-2/evil.txt',
  },
  reentry: same([{ name: 'b/../a.txt', content: 'x' }], 'java.nio.file.NoSuchFileException: <target>/b/../a.txt'),
  reentry2: {
    entries: [{ name: '../target/a.txt', content: 'x' }],
    strict: 'Tar T contains entry that escapes destination directory: ../target/a.txt',
    current: 'a.txt',
    legacy: 'a.txt',
  },
  absolute: same([{ name: '/abs.txt', content: 'x' }], 'abs.txt'),
  newlink: {
    entries: [
      { name: 'l', link: 'sub' },
      { name: 'l/f.txt', content: 'x' },
    ],
    strict: 'Tar T attempts to write to file with symlink in path: l/f.txt',
    current: 'inlink/f.txt l/f.txt sub/f.txt',
    legacy: 'inlink/f.txt l/f.txt sub/f.txt',
  },
  'link over a known directory': {
    entries: [
      { name: 'd/', directory: true },
      { name: 'd/e', link: '../sub' },
      { name: 'd/e/f.txt', content: 'x' },
    ],
    strict: 'Tar T attempts to write to file with symlink in path: d/e/f.txt',
    current: 'd/e/f.txt inlink/f.txt sub/f.txt',
    legacy: 'd/e/f.txt inlink/f.txt sub/f.txt',
  },
  outlink: {
    entries: [
      { name: 'l', link: '../outside' },
      { name: 'l/f.txt', content: 'x' },
    ],
    strict: 'Tar T attempts to write to file with symlink in path: l/f.txt',
    current: 'l/f.txt',
    legacy: 'l/f.txt',
  },
  oldlink: {
    entries: [{ name: 'inlink/f.txt', content: 'x' }],
    strict: 'Tar T attempts to write to file with symlink in path: inlink/f.txt',
    current: 'inlink/f.txt sub/f.txt',
    legacy: 'inlink/f.txt sub/f.txt',
  },
  overlink: {
    entries: [{ name: 'inlink', content: 'x' }],
    strict: "Tar 'T' entry 'inlink' would write through existing symlink: <target>/inlink",
    current: 'java.nio.file.FileSystemException: <target>/inlink: Is a directory',
    legacy: 'java.nio.file.FileSystemException: <target>/inlink: Is a directory',
  },
  linkonly: same([{ name: 'l', link: 'sub' }], ''),
  danglinglink: same([{ name: 'l', link: 'no/where' }], 'l'),
  base: {
    entries: [{ name: 'x/..', content: 'x' }],
    strict: 'java.nio.file.FileSystemException: <target>/x/..: Is a directory',
    current: 'Tar T contains non-directory entry that resolves to base directory: x/..',
    legacy: 'java.nio.file.FileSystemException: <target>/x/..: Is a directory',
  },
};

describe.skipIf(process.platform === 'win32').each(['strict', 'current', 'legacy'] as const)('%s rules', (rules) => {
  it.each(Object.entries(CASES))('%s', async (_name, expected) => {
    expect(await outcome(expected.entries, rules)).toBe(expected[rules]);
    expect(existsSync(path.join(base, 'evil.txt'))).toBe(false);
  });
});

describe('the rules', () => {
  it('are asked for only when an archive is unusual', async () => {
    let asked = 0;
    const rules = (): Promise<UntarRules> => {
      asked++;
      return Promise.resolve('strict');
    };
    await unpack(
      [
        { name: 'a/b/c.txt', content: 'x' },
        { name: 'l', link: 'a' },
      ],
      rules,
    );
    expect(asked).toBe(0);
    await expect(unpack([{ name: 'l/d.txt' }], rules)).rejects.toThrow('Failed to extract T');
    expect(asked).toBe(1);
  });
});

function same(entries: TarInput[], outcome: string): (typeof CASES)[string] {
  return { entries, strict: outcome, current: outcome, legacy: outcome };
}

/** The files that are there afterwards, or why not: links to directories are followed, as FilePath.list does. */
async function outcome(entries: TarInput[], rules: UntarRules): Promise<string> {
  try {
    await unpack(entries, () => Promise.resolve(rules));
  } catch (error) {
    if (!(error instanceof JavaError) || !(error.cause instanceof JavaError)) throw error;
    expect(error.toString()).toBe('java.io.IOException: Failed to extract T');
    const text = error.cause.toString().replace('java.io.IOException: ', '');
    return text.replaceAll(target, '<target>');
  }
  const found: string[] = [];
  const set = { includes: '**', excludes: null, defaultExcludes: true };
  for await (const file of filesOf(target, set)) found.push(file);
  return found.join(' ');
}

async function unpack(entries: TarInput[], rules: () => Promise<UntarRules>): Promise<void> {
  await untar(pieces(makeTar(entries)), target, { archive: 'T', charset: utf8, rules, onLinkFailure: () => undefined });
}
