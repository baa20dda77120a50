import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyTree } from '../../../src/os/archive/copy-tree.js';
import { restricted, scanExplicit, scanFiltered, scanFull, scanGlob } from '../../../src/os/archive/dir-scan.js';
import { keptLink } from '../../../src/os/archive/scanned.js';
import type { TreeScan } from '../../../src/os/archive/scanned.js';
import { contents } from './support.js';

let base: string;
let tree: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'dirs-')));
  tree = path.join(base, 'tree');
  for (const file of ['b/c.txt', 'b/.git/x', 'a.txt', 'ws@tmp/secret', '.DS_Store']) {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), file);
  }
  mkdirSync(path.join(tree, 'empty'));
  symlinkSync('b', path.join(tree, 'dirlink'));
  symlinkSync('a.txt', path.join(tree, 'link'));
  symlinkSync('nowhere', path.join(tree, 'dangling'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const SET = { includes: '**', excludes: null, defaultExcludes: true };
const BROWSER = { noFollowLinks: true, ignoreTmpDirs: true, verificationRoot: null };

describe.skipIf(process.platform === 'win32')('a scan', () => {
  it('of everything begins with the directory, and enters links to directories as well as showing them', async () => {
    expect(await shown(scanFull(tree))).toEqual([
      'tree',
      'tree/.DS_Store',
      'tree/a.txt',
      'tree/b',
      'tree/b/.git',
      'tree/b/.git/x',
      'tree/b/c.txt',
      'tree/dirlink -> b',
      'tree/dirlink/.git',
      'tree/dirlink/.git/x',
      'tree/dirlink/c.txt',
      'tree/empty',
      'tree/link -> a.txt',
      'tree/ws@tmp',
      'tree/ws@tmp/secret',
    ]);
  });

  it('by patterns has files and links, and no directories', async () => {
    const expected = ['a.txt', 'b/c.txt', 'dangling -> nowhere', 'dirlink/c.txt', 'link -> a.txt', 'ws@tmp/secret'];
    expect(await shown(scanGlob(tree, SET))).toEqual(expected);
    expect(await shown(scanGlob(tree, { ...SET, followLinks: false }))).toEqual(['a.txt', 'b/c.txt', 'ws@tmp/secret']);
  });

  it('without patterns is one of everything', async () => {
    expect(await shown(scanGlob(tree, { ...SET, includes: '' }))).toEqual(await shown(scanFull(tree)));
    expect(await shown(scanGlob(tree, { ...SET, includes: '', excludes: 'b/**' }))).not.toContain('tree');
  });

  it('of a directory that is not there is empty', async () => {
    expect(await shown(scanGlob(path.join(base, 'missing'), SET))).toEqual([]);
    expect(await shown(scanFull(path.join(base, 'missing')))).toEqual([]);
  });

  it('through a filter keeps directories and no links', async () => {
    const found = await shown(scanFiltered(tree, (file) => file.endsWith('link')));
    expect(found).toContain('tree/empty');
    expect(found).toContain('tree/link');
    expect(found).not.toContain('tree/a.txt');
  });

  it('of named files has what is named, in its order', async () => {
    const files = new Map([
      ['z', 'a.txt'],
      ['y', 'link'],
      ['x', 'missing'],
    ]);
    expect(await shown(scanExplicit(tree, files))).toEqual(['z', 'y -> a.txt', 'x']);
  });

  it('for the browser shows no link as one, and with a root leaves out links and temporary directories', async () => {
    const all = await shown(restricted(scanFull(tree), BROWSER));
    expect(all).toContain('tree/link');
    expect(all).toContain('tree/ws@tmp/secret');
    expect(await shown(restricted(scanFull(tree), { ...BROWSER, verificationRoot: tree }))).toEqual([
      'tree',
      'tree/.DS_Store',
      'tree/a.txt',
      'tree/b',
      'tree/b/.git',
      'tree/b/.git/x',
      'tree/b/c.txt',
      'tree/empty',
    ]);
    const plain = { noFollowLinks: false, ignoreTmpDirs: false, verificationRoot: tree };
    expect(await shown(restricted(scanFull(tree), plain))).toEqual(await shown(scanFull(tree)));
  });

  it('can be cut off', async () => {
    const reason = new Error('enough');
    await expect(shown(scanFull(tree, AbortSignal.abort(reason)))).rejects.toBe(reason);
  });
});

describe.skipIf(process.platform === 'win32')('copying a tree', () => {
  const failures: string[] = [];
  const options = {
    onAttributesLost: (): void => undefined,
    onLinkFailure: (link: string): void => void failures.push(link),
  };

  it('copies files with their times, and links as links', async () => {
    utimesSync(path.join(tree, 'a.txt'), 1000, 2000);
    const target = path.join(base, 'copy');
    expect(await copyTree(scanGlob(tree, SET), target, options)).toBe(6);
    expect(contents(target)).toMatchObject({ 'a.txt': '644 a.txt', link: '-> a.txt', dangling: '-> nowhere' });
    expect(contents(target)).not.toHaveProperty('empty/');
    expect(statSync(path.join(target, 'a.txt')).mtimeMs).toBe(2_000_000);
  });

  it('counts a link that cannot be made, and says so', async () => {
    const target = path.join(base, 'copy');
    mkdirSync(path.join(target, 'link/full'), { recursive: true });
    expect(await copyTree(scanGlob(tree, { ...SET, includes: 'link' }), target, options)).toBe(1);
    expect(failures).toEqual([path.join(target, 'link')]);
  });

  it('fails at a file that is in the way', async () => {
    const target = path.join(base, 'copy');
    mkdirSync(target);
    writeFileSync(path.join(target, 'b'), '');
    await expect(copyTree(scanGlob(tree, { ...SET, includes: 'b/*' }), target, options)).rejects.toMatchObject({
      javaClass: expect.stringMatching(/^java\.nio\.file\./) as string,
    });
  });
});

async function shown(scan: TreeScan): Promise<string[]> {
  const found: string[] = [];
  for await (const scanned of scan.files) {
    const target = await keptLink(scan, scanned);
    found.push(target === null ? scanned.name : `${scanned.name} -> ${target}`);
  }
  return found;
}
