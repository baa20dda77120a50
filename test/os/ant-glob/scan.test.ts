import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_EXCLUDES } from '../../../src/os/ant-glob/default-excludes.js';
import { filesOf } from '../../../src/os/ant-glob/file-set.js';
import type { FileSet } from '../../../src/os/ant-glob/file-set.js';
import { parsePatternList } from '../../../src/os/ant-glob/pattern-list.js';
import { scan } from '../../../src/os/ant-glob/scan.js';
import { JavaError } from '../../../src/java/java-error.js';
import { jsonLines } from './golden.js';

type Entry = [name: string, kind: 'file' | 'directory' | 'link', target?: string];
type Scan = [
  includes: string,
  excludes: string | null,
  defaultExcludes: boolean,
  caseSensitive: boolean,
  followLinks: boolean,
  files: string[],
  directories: string[],
];

let base: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'scan-')));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('a scan', () => {
  // Names that differ in case only need a file system that tells them apart.
  it
    .skipIf(process.platform !== 'linux')
    .each((jsonLines('scans.jsonl') as { tree: Entry[]; scans: Scan[] }[]).map((golden, i) => ({ ...golden, i })))(
    'finds what Ant finds in tree $i',
    async ({ tree, scans }) => {
      grow(base, tree);
      for (const [includes, excludes, defaultExcludes, caseSensitive, followLinks, files, directories] of scans) {
        const own = excludes === null ? [] : (parsePatternList(excludes) ?? []);
        const options = {
          includes: parsePatternList(includes),
          excludes: defaultExcludes ? [...own, ...DEFAULT_EXCLUDES] : own,
          caseSensitive,
          followLinks,
        };
        const found = { files: [] as string[], directories: [] as string[] };
        for await (const match of scan(base, options)) {
          (match.directory ? found.directories : found.files).push(match.path);
        }
        // Files come sorted, directories as they are met.
        expect({ includes, excludes, ...found, directories: found.directories.sort() }).toEqual({
          includes,
          excludes,
          files,
          directories,
        });
      }
    },
  );

  it('sorts by whole paths', async () => {
    grow(base, [
      ['a', 'directory'],
      ['a/z', 'file'],
      ['a-b', 'file'],
      ['a.b', 'file'],
      ['ab', 'file'],
      ['a0', 'directory'],
      ['a0/x', 'file'],
    ]);
    const found = await list({ includes: '**' });
    expect(found).toEqual(['a-b', 'a.b', 'a/z', 'a0/x', 'ab']);
    expect(found).toEqual([...found].sort());
  });

  it('stays sorted and finds nothing twice when patterns begin at several places', async () => {
    grow(base, [
      ['b', 'directory'],
      ['b/c', 'directory'],
      ['b/c/2', 'file'],
      ['b/1', 'file'],
      ['b-c', 'directory'],
      ['b-c/3', 'file'],
      ['a', 'file'],
    ]);
    expect(await list({ includes: 'b/**,b/c/*,b-c/,a,b/c/2' })).toEqual(['a', 'b-c/3', 'b/1', 'b/c/2']);
  });

  it('knows no way out of the directory', async () => {
    grow(base, [
      ['in', 'directory'],
      ['in/a', 'file'],
      ['out', 'file'],
    ]);
    const inside = path.join(base, 'in');
    for (const includes of ['../out', '../**', '**/../out', 'a/../../out', path.join(base, 'out'), './a']) {
      expect(await list({ includes }, inside)).toEqual([]);
    }
  });

  it('takes both separators', async () => {
    grow(base, [
      ['a', 'directory'],
      ['a/b', 'directory'],
      ['a/b/c', 'file'],
    ]);
    expect(await list({ includes: 'a\\b\\*' })).toEqual([path.join('a', 'b', 'c')]);
    expect(await list({ includes: 'a\\' })).toEqual([path.join('a', 'b', 'c')]);
  });

  it('leaves links that go round in a circle after five rounds', async () => {
    grow(base, [
      ['d', 'directory'],
      ['d/f', 'file'],
      ['d/self', 'link', '.'],
    ]);
    const followed = await list({ includes: '**' });
    expect(followed).toContain(['d', 'self', 'self', 'f'].join(path.sep));
    expect(followed).toHaveLength(6);
    expect(await list({ includes: '**', followLinks: false })).toEqual([path.join('d', 'f')]);
  });

  it('counts a dangling link as a file', async () => {
    grow(base, [['dangling', 'link', 'nowhere']]);
    expect(await list({ includes: '*' })).toEqual(['dangling']);
    expect(await list({ includes: '*', followLinks: false })).toEqual([]);
  });

  it('refuses a directory that is missing, or is none', async () => {
    grow(base, [['file', 'file']]);
    const missing = path.join(base, 'missing');
    await expect(list({ includes: '**' }, missing)).rejects.toEqual(
      new JavaError('org.apache.tools.ant.BuildException', `${missing} does not exist.`),
    );
    const file = path.join(base, 'file');
    await expect(list({ includes: '**' }, file)).rejects.toMatchObject({
      javaClass: 'org.apache.tools.ant.BuildException',
      javaMessage: `${file} is not a directory.`,
    });
  });

  it('can be cut off', async () => {
    grow(base, [
      ['a', 'directory'],
      ['b', 'directory'],
    ]);
    const reason = new Error('enough');
    const files = filesOf(base, { ...SET, includes: '**' }, AbortSignal.abort(reason));
    await expect(files.next()).rejects.toBe(reason);
  });
});

describe('default excludes', () => {
  it('hide what version control and editors leave', async () => {
    const hidden = [
      '.git/x',
      'CVS/x',
      '.svn/x',
      'a~',
      '#a#',
      '.#a',
      '%a%',
      '._a',
      '.DS_Store',
      '.gitignore',
      'vssver.scc',
    ];
    for (const file of [...hidden, '.hidden', 'a#', 'git/x']) {
      mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
      writeFileSync(path.join(base, file), '');
    }
    expect(await list({ includes: '**' })).toEqual(['.hidden', 'a#', path.join('git', 'x')]);
    expect(await list({ includes: '**', defaultExcludes: false })).toHaveLength(hidden.length + 3);
  });
});

const SET = { excludes: null, defaultExcludes: true };

async function list(set: Partial<FileSet> & { includes: string }, directory = base): Promise<string[]> {
  const found: string[] = [];
  for await (const file of filesOf(directory, { ...SET, ...set })) found.push(file);
  return found;
}

function grow(directory: string, tree: readonly Entry[]): void {
  for (const [name, kind, target] of tree) {
    const file = path.join(directory, name);
    if (kind === 'directory') mkdirSync(file);
    else if (kind === 'link') symlinkSync(target ?? '', file);
    else writeFileSync(file, 'x');
  }
}
