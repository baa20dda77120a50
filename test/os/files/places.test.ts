/** Links, moving, copying, temporary files, and what may be reached. */
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileMode, lastModified } from '../../../src/os/files/attributes.js';
import { copyWithAttributes } from '../../../src/os/files/copy.js';
import { isDescendant } from '../../../src/os/files/descendant.js';
import { createSymlink, resolveSymlink, resolveSymlinkToFile } from '../../../src/os/files/links.js';
import { moveFile, renameFile } from '../../../src/os/files/move.js';
import { isHiddenTmpDir, isRefusedLink, refuseTmpDirsAndLinks } from '../../../src/os/files/open-options.js';
import { createTempDirectory, createTempFile, temporaryDirectory } from '../../../src/os/files/temporary-files.js';
import { scratch } from './scratch.js';

describe('symbolic links', () => {
  it('replaces what is there and leaves nothing beside it', async () => {
    const base = scratch();
    const link = join(base, 'l');
    writeFileSync(link, 'a file');
    for (const target of ['a.txt', '../x', '/absolute', 'a//b/']) {
      await createSymlink(link, target);
      expect(readlinkSync(link)).toBe(target === 'a//b/' ? 'a/b' : target);
    }
    expect(readdirSync(base)).toEqual(['l']);
    mkdirSync(join(base, 'd'));
    await createSymlink(join(base, 'd'), 'x');
    expect(readlinkSync(join(base, 'd'))).toBe('x');
  });

  it('reads links and nothing else', async () => {
    const base = scratch();
    symlinkSync('nowhere', join(base, 'l'));
    symlinkSync('/abs', join(base, 'a'));
    expect(await resolveSymlink(join(base, 'l'))).toBe('nowhere');
    expect(await resolveSymlinkToFile(join(base, 'l'))).toBe(join(base, 'nowhere'));
    expect(await resolveSymlinkToFile(join(base, 'a'))).toBe('/abs');
    expect(await resolveSymlink(base)).toBe(null);
    expect(await resolveSymlink(join(base, 'nope'))).toBe(null);
    await expect(resolveSymlink('\0')).rejects.toThrow('Nul character not allowed');
  });
});

describe('moving', () => {
  it('moves files, directories and links', async () => {
    const base = scratch();
    mkdirSync(join(base, 'd/sub'), { recursive: true });
    symlinkSync('d', join(base, 'l'));
    await moveFile(join(base, 'd'), join(base, 'e'));
    await moveFile(join(base, 'l'), join(base, 'm'));
    await moveFile(join(base, 'e'), join(base, 'e'));
    expect(readdirSync(join(base, 'e'))).toEqual(['sub']);
    expect(readlinkSync(join(base, 'm'))).toBe('d');
  });

  it.skipIf(!existsSync('/dev/shm'))('moves between file systems, with the attributes', async () => {
    const base = scratch();
    const target = `/dev/shm/${basename(base)}`;
    writeFileSync(join(base, 'f'), 'content');
    chmodSync(join(base, 'f'), 0o751);
    utimesSync(join(base, 'f'), 1, 1_234_567_890.123);
    await moveFile(join(base, 'f'), target);
    expect(existsSync(join(base, 'f'))).toBe(false);
    expect(await fileMode(target)).toBe(0o751);
    expect(await lastModified(target)).toBe(BigInt(Math.trunc(statSync(target).mtimeMs)));
    await moveFile(target, join(base, 'back'));
    expect(readFileSync(join(base, 'back'), 'utf8')).toBe('content');
    mkdirSync(join(base, 'd/sub'), { recursive: true });
    if (statSync('/dev/shm').dev !== statSync(base).dev) {
      await expect(moveFile(join(base, 'd'), target)).rejects.toMatchObject({
        javaClass: 'java.nio.file.DirectoryNotEmptyException',
      });
    }
  });

  it('renames over files, and says when it cannot', async () => {
    const base = scratch();
    writeFileSync(join(base, 'a'), 'a');
    writeFileSync(join(base, 'b'), 'b');
    expect(await renameFile(join(base, 'a'), join(base, 'b'))).toBe(true);
    expect(readFileSync(join(base, 'b'), 'utf8')).toBe('a');
    expect(await renameFile(join(base, 'a'), join(base, 'c'))).toBe(false);
  });
});

describe('copying', () => {
  it('copies what a link leads to, with permissions and times, over a file, a link or an empty directory', async () => {
    const base = scratch();
    writeFileSync(join(base, 'f'), 'content');
    chmodSync(join(base, 'f'), 0o754);
    utimesSync(join(base, 'f'), 1, 1_500_000_000.5);
    symlinkSync('f', join(base, 'source'));
    writeFileSync(join(base, 'file'), 'old');
    mkdirSync(join(base, 'empty'));
    symlinkSync('file', join(base, 'link'));
    for (const target of ['new', 'file', 'empty', 'link']) {
      await copyWithAttributes(join(base, 'source'), join(base, target));
      expect(lstatSync(join(base, target)).isFile()).toBe(true);
      expect(readFileSync(join(base, target), 'utf8')).toBe('content');
      expect(await fileMode(join(base, target))).toBe(0o754);
      expect(await lastModified(join(base, target))).toBe(1_500_000_000_500n);
    }
    await copyWithAttributes(join(base, 'f'), join(base, 'f'));
    expect(readFileSync(join(base, 'f'), 'utf8')).toBe('content');
  });

  it('copies a directory without its contents', async () => {
    const base = scratch();
    mkdirSync(join(base, 'd/sub'), { recursive: true });
    await copyWithAttributes(join(base, 'd'), join(base, 'e'));
    expect(readdirSync(join(base, 'e'))).toEqual([]);
  });
});

describe('temporary files', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
    ['linux', { TMPDIR: '/elsewhere' }, '/tmp'],
    ['darwin', { TMPDIR: '/var/folders/x/' }, '/var/folders/x/'],
    ['win32', { TMP: 'C:\\tmp', TEMP: 'C:\\temp', USERPROFILE: 'C:\\Users\\j' }, 'C:\\tmp'],
    ['win32', { TEMP: 'C:\\temp', USERPROFILE: 'C:\\Users\\j' }, 'C:\\temp'],
    ['win32', { USERPROFILE: 'C:\\Users\\j' }, 'C:\\Users\\j'],
  ])('are on %s with %j in %s', (platform, environment, directory) => {
    expect(temporaryDirectory(platform, environment)).toBe(directory);
  });

  it.each([
    ['abc', '.t', /^abc\d+\.t$/],
    ['abc', null, /^abc\d+\.tmp$/],
    ['abc', '', /^abc\d+$/],
    ['x/a', '.t', /^a\d+\.t$/],
    ['p'.repeat(250), '.suffix', /^p{220,}\d+\.suffix$/],
    ['pre', `.${'s'.repeat(300)}`, /^pre\d+\.s+$/],
  ])('%j %j', async (prefix, suffix, name) => {
    const base = scratch();
    const file = await createTempFile(prefix, suffix, base);
    expect(basename(file)).toMatch(name);
    expect(basename(file).length).toBeLessThanOrEqual(255);
    expect(statSync(file).size).toBe(0);
    // Like any new file, not 0600: that is java.nio's way.
    writeFileSync(join(base, 'any'), '');
    expect(statSync(file).mode).toBe(statSync(join(base, 'any')).mode);
  });

  it('makes directories for everyone that the umask lets', async () => {
    const base = scratch();
    const directory = await createTempDirectory(base, 'secret.tmp');
    expect(basename(directory)).toMatch(/^secret\.tmp\d+$/);
    mkdirSync(join(base, 'any'));
    expect(statSync(directory).mode).toBe(statSync(join(base, 'any')).mode);
    expect(basename(await createTempDirectory(base, null))).toMatch(/^\d+$/);
  });
});

describe('what may be reached', () => {
  function workspace(): string {
    const base = scratch();
    mkdirSync(join(base, 'ws/a/b'), { recursive: true });
    mkdirSync(join(base, 'outside'));
    mkdirSync(join(base, 'ws/job@tmp/in'), { recursive: true });
    writeFileSync(join(base, 'ws/a/b/f'), 'x');
    symlinkSync('a', join(base, 'ws/inside'));
    symlinkSync('../outside', join(base, 'ws/escape'));
    symlinkSync('nowhere', join(base, 'ws/dangling'));
    symlinkSync('loop', join(base, 'ws/loop'));
    return base;
  }

  it.each([
    ['a/b/f', true],
    ['', true],
    ['a/nope/x', true],
    ['inside/b/f', true],
    ['escape', false],
    ['escape/x', false],
    ['../outside', false],
    ['../ws/a', false],
    ['a/../a/b', true],
    ['nope/../../outside', true],
    ['dangling', true],
    ['loop', false],
    ['a//b/', true],
  ])('%j is below the workspace: %j', async (path, below) => {
    expect(await isDescendant(join(workspace(), 'ws'), path)).toBe(below);
  });

  it('takes relative paths only', async () => {
    const base = workspace();
    await expect(isDescendant(base, '/etc/passwd')).rejects.toMatchObject({
      javaClass: 'java.lang.IllegalArgumentException',
      javaMessage: 'Only a relative path is supported, the given path is absolute: /etc/passwd',
    });
    expect(await isDescendant(join(base, 'nope'), 'x')).toBe(false);
  });

  it('refuses links and hides temporary directories when told to, up to the root', async () => {
    const ws = join(workspace(), 'ws');
    const all = { noFollowLinks: true, ignoreTmpDirs: true, verificationRoot: ws };
    const none = { noFollowLinks: false, ignoreTmpDirs: false, verificationRoot: ws };
    expect(await isRefusedLink(join(ws, 'inside'), all)).toBe(true);
    expect(await isRefusedLink(join(ws, 'inside/b/f'), all)).toBe(true);
    expect(await isRefusedLink(join(ws, 'inside/b/f'), { ...all, verificationRoot: null })).toBe(false);
    expect(await isRefusedLink(join(ws, 'inside/b/f'), none)).toBe(false);
    expect(await isRefusedLink(join(ws, 'a/b/f'), all)).toBe(false);
    expect(await isHiddenTmpDir(join(ws, 'job@tmp'), all)).toBe(true);
    expect(await isHiddenTmpDir(join(ws, 'job@tmp/in'), all)).toBe(true);
    expect(await isHiddenTmpDir(join(ws, 'a'), all)).toBe(false);
    expect(await isHiddenTmpDir(join(ws, 'job@tmp'), none)).toBe(false);
    await expect(refuseTmpDirsAndLinks(join(ws, 'inside'), all)).rejects.toThrow('Symlinks are prohibited.');
    await expect(refuseTmpDirsAndLinks(join(ws, 'job@tmp/in'), all)).rejects.toThrow('Tmp directory is prohibited.');
    await refuseTmpDirsAndLinks(join(ws, 'a/b/f'), all);
  });
});
