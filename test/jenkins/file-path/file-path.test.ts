import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { answeredPaths, called, controllerPath, failureOf, object, onPath, openOptions } from './request.js';
import { streamListener, unboxed } from './request.js';

const OLD = { superclass: 'hudson.FilePath$SecureFileCallable' };

function workspace(): string {
  const base = scratch();
  mkdirSync(join(base, 'd/sub'), { recursive: true });
  mkdirSync(join(base, 'job@tmp'));
  writeFileSync(join(base, 'f'), 'content');
  utimesSync(join(base, 'f'), 1, 1_500_000_000.5);
  symlinkSync('f', join(base, 'l'));
  return base;
}

describe('questions', () => {
  it.each<[string, string, boolean | bigint | number]>([
    ['Exists', 'f', true],
    ['Exists', 'nope', false],
    ['IsDirectory', 'd', true],
    ['IsDirectory', 'f', false],
    ['jenkins.util.VirtualFile$Readable', 'f', true],
    ['jenkins.util.VirtualFile$Readable', 'nope', false],
    ['Length', 'f', 7n],
    ['Length', 'nope', 0n],
    ['LastModified', 'f', 1_500_000_000_500n],
    ['LastModified', 'nope', 0n],
    ['GetFreeDiskSpace', 'nope', 0n],
    ['GetTotalDiskSpace', 'nope', 0n],
    ['GetUsableDiskSpace', 'nope', 0n],
  ])('%s of %s is %s', async (name, file, answer) => {
    expect(await unboxed(onPath(join(workspace(), file), name))).toBe(answer);
  });

  it('measures disks', async () => {
    const base = workspace();
    const total = await unboxed(onPath(base, 'GetTotalDiskSpace'));
    expect(total).toBeGreaterThanOrEqual((await unboxed(onPath(base, 'GetFreeDiskSpace'))) as bigint);
    expect(await unboxed(onPath(base, 'GetUsableDiskSpace'))).toBeGreaterThan(0n);
  });

  it('names files', async () => {
    const base = workspace();
    expect(await onPath(`${base}/x/../f`, 'Absolutize')).toBe(join(base, 'f'));
    expect(await onPath('f', 'Absolutize')).toBe(join(process.cwd(), 'f'));
    const uri = (await onPath(join(base, 'd'), 'ToURI')) as JavaObject;
    expect([uri.className, uri.get('string')]).toEqual(['java.net.URI', `file:${base}/d/`]);
  });

  it('tells about the machine', async () => {
    expect(await unboxed(called(object('hudson.FilePath$IsUnix')))).toBe(process.platform !== 'win32');
    const home = (await called(object('hudson.FilePath$GetHomeDirectory'))) as JavaObject;
    expect(home.get('remote')).toBe(os.userInfo().homedir);
  });
});

describe('permissions and times', () => {
  it('reads and sets permissions', async () => {
    const file = join(workspace(), 'f');
    expect(await onPath(file, 'Chmod', { mask: 0o640 })).toBe(null);
    expect(await unboxed(onPath(file, 'Mode'))).toBe(0o640);
    expect(await failureOf(onPath(file, 'Chmod', { mask: 0o4640 }))).toBe('java.io.IOException: Invalid mode: 2464');
    expect(await failureOf(onPath(`${file}x`, 'Chmod', { mask: 0 }))).toBe(
      `java.nio.file.NoSuchFileException: ${file}x`,
    );
    expect(await failureOf(onPath(`${file}x`, 'Mode'))).toBe(`java.nio.file.NoSuchFileException: ${file}x`);
    expect(await failureOf(onPath(`${file}x`, 'Mode', {}, new ChannelCall(), OLD))).toBe(
      'hudson.os.PosixException: Unable to get file permissions',
    );
  });

  it('touches and dates files', async () => {
    const base = workspace();
    expect(await onPath(join(base, 'new'), 'Touch', { timestamp: 1_234_567_890_123n })).toBe(null);
    expect(await unboxed(onPath(join(base, 'new'), 'LastModified'))).toBe(1_234_567_890_123n);
    await onPath(join(base, 'f'), 'Touch', { timestamp: 1000n });
    expect(readFileSync(join(base, 'f'), 'utf8')).toBe('content');
    expect(await onPath(join(base, 'f'), 'SetLastModified', { timestamp: 5000n })).toBe(null);
    expect(statSync(join(base, 'f')).mtimeMs).toBeCloseTo(5000, 2);
    expect(await failureOf(onPath(join(base, 'no/x'), 'Touch', { timestamp: 1n }))).toBe(
      `java.nio.file.NoSuchFileException: ${base}/no/x`,
    );
    expect(await failureOf(onPath(join(base, 'nope'), 'SetLastModified', { timestamp: 1n }))).toBe(
      `java.io.IOException: Failed to set the timestamp of ${base}/nope to 1`,
    );
  });
});

describe('directories', () => {
  it('makes them', async () => {
    const base = workspace();
    expect(await unboxed(onPath(join(base, 'a/b'), 'Mkdirs'))).toBe(true);
    expect(await unboxed(onPath(join(base, 'a/b'), 'Mkdirs'))).toBe(true);
    expect(await unboxed(onPath(join(base, 'f'), 'Mkdirs'))).toBe(true);
    expect(await failureOf(onPath(join(base, 'f/sub'), 'Mkdirs'))).toBe(
      `java.nio.file.FileSystemException: ${base}/f/sub: Not a directory`,
    );
  });

  it.each<[string, (base: string) => JavaValue, string[]]>([
    ['no filter', () => null, ['d', 'f', 'job@tmp', 'l']],
    ['directories', () => object('hudson.FilePath$DirectoryFilter'), ['d', 'job@tmp']],
    [
      'links',
      (base) =>
        object('hudson.FilePath$SymlinkRetainingFileFilter', {
          openOptions: openOptions(true),
          verificationRoot: base,
        }),
      ['l'],
    ],
    [
      'links, until 2.393',
      (base) => object('hudson.FilePath$SymlinkRetainingFileFilter', { noFollowLinks: true, verificationRoot: base }),
      ['l'],
    ],
    [
      'what may be shown',
      (base) =>
        object('hudson.FilePath$OptionalDiscardingFileFilter', {
          openOptions: openOptions(true),
          verificationRoot: base,
        }),
      ['d', 'f'],
    ],
  ])('lists with %s', async (_name, filter, names) => {
    const base = workspace();
    const answer = (await onPath(base, 'ListFilter', { filter: filter(base) })) as JavaObject;
    expect(answer.className).toBe('java.util.ArrayList');
    expect(answeredPaths(answer)).toEqual(names.map((name) => join(base, name)));
  });

  it('lists nothing where there is no directory', async () => {
    const answer = (await onPath(join(workspace(), 'f'), 'ListFilter', { filter: null })) as JavaObject;
    expect(answer.className).toBe('java.util.Collections$EmptyList');
  });

  it('does not run filters of plugins', async () => {
    expect(await failureOf(onPath(workspace(), 'ListFilter', { filter: object('some.plugin.Filter') }))).toBe(
      'java.io.IOException: The file filter some.plugin.Filter is not known to this agent',
    );
  });
});

describe('deleting', () => {
  it('deletes files, trees, contents and what belongs to a workspace', async () => {
    const base = workspace();
    expect(await onPath(join(base, 'l'), 'Delete')).toBe(null);
    expect(await onPath(join(base, 'nope'), 'Delete')).toBe(null);
    expect(await onPath(join(base, 'd'), 'DeleteContents')).toBe(null);
    expect(readdirSync(join(base, 'd'))).toEqual([]);
    mkdirSync(join(base, 'job'));
    mkdirSync(join(base, 'job@2/x'), { recursive: true });
    expect(await onPath(join(base, 'job'), 'DeleteSuffixesRecursive')).toBe(null);
    expect(readdirSync(base)).toEqual(['d', 'f', 'job']);
    expect(await onPath(base, 'DeleteRecursive')).toBe(null);
    expect(existsSync(base)).toBe(false);
    mkdirSync(base);
  });

  it('takes its patience from the system properties of hudson.Util', async () => {
    const base = workspace();
    const controllerProperties = new Map([
      ['hudson.Util.maxFileDeletionRetries', '1'],
      ['hudson.Util.deletionRetryWait', '1'],
    ]);
    expect(await failureOf(onPath(join(base, 'd'), 'Delete', {}, new ChannelCall({ controllerProperties })))).toBe(
      `java.io.IOException: Unable to delete '${base}/d'. Tried 2 time (of a maximum of 2) waiting 1 ms between attempts.`,
    );
  });

  it('reports on the wire what was in the way', async () => {
    const base = workspace();
    const controllerProperties = new Map([['hudson.Util.maxFileDeletionRetries', '0']]);
    const error = await onPath(join(base, 'd'), 'Delete', {}, new ChannelCall({ controllerProperties })).catch(
      (failure: unknown) => failure,
    );
    const cause = ((error as Error).cause as { object: JavaObject }).object;
    expect(cause.desc).toMatchObject({ name: 'jenkins.util.io.CompositeIOException', suid: 121943141387608148n });
    const exceptions = cause.get('exceptions') as JavaObject;
    expect(exceptions.get('size')).toBe(2);
    expect(cause.get('suppressedExceptions')).toMatchObject({ className: 'java.util.ArrayList' });
  });
});

describe('temporary files', () => {
  it('makes files, files with a text, directories', async () => {
    const base = workspace();
    expect(await onPath(base, 'CreateTempFile', { prefix: 'file', suffix: null })).toMatch(/^file\d+\.tmp$/);
    const text = { prefix: 'jenkins', suffix: '.sh', contents: 'echo hä\n' };
    const here = (await onPath(join(base, 'new'), 'CreateTextTempFile', { ...text, inThisDirectory: true })) as string;
    expect(here).toMatch(new RegExp(`^${base}/new/jenkins\\d+\\.sh$`));
    expect(readFileSync(here, 'utf8')).toBe('echo hä\n');
    const there = (await onPath(base, 'CreateTextTempFile', { ...text, inThisDirectory: false })) as string;
    expect(there.startsWith(base)).toBe(false);
    await onPath(there, 'Delete');
    expect(await onPath(base, 'CreateTempDir', { name: 'secret.tmp' })).toMatch(/^secret\.tmp\d+$/);
  });

  it('says why it cannot', async () => {
    const base = workspace();
    const text = { prefix: 'jenkins', suffix: '.sh', contents: '\ud800', inThisDirectory: true };
    expect(await failureOf(onPath(base, 'CreateTextTempFile', text))).toBe(
      'java.nio.charset.MalformedInputException: Input length = 1',
    );
    expect(await onPath(base, 'CreateTextTempFile', text, new ChannelCall(), OLD)).toContain(base);
    expect(await failureOf(onPath(join(base, 'f'), 'CreateTextTempFile', text))).toBe(
      `java.io.IOException: Failed to create a temporary directory in ${base}/f`,
    );
    expect(await failureOf(onPath(join(base, 'no'), 'CreateTempFile', { prefix: 'abc', suffix: null }))).toBe(
      'java.io.IOException: No such file or directory',
    );
    expect(await failureOf(onPath(base, 'CreateTempFile', { prefix: 'ab', suffix: null }))).toBe(
      'java.lang.IllegalArgumentException: Prefix string "ab" too short: length must be at least 3',
    );
    expect(await failureOf(onPath(base, 'CreateTempDir', { name: 'a/b' }))).toBe(
      'java.lang.IllegalArgumentException: Invalid prefix or suffix',
    );
  });
});

describe('contents', () => {
  it('writes, reads and digests', async () => {
    const base = workspace();
    const file = join(base, 'p/q/r.txt');
    expect(await onPath(file, 'Write', { content: 'hä', encoding: 'UTF-16' })).toBe(null);
    expect(readFileSync(file).toString('hex')).toBe('feff006800e4');
    await onPath(file, 'Write', { content: 'hä', encoding: null });
    expect(await onPath(file, 'ReadToString')).toBe('hä');
    expect(await onPath(join(base, 'f'), 'Digest')).toBe('9a0364b9e99bb480dd25e1f0284c8555');
  });

  it('says why it cannot', async () => {
    const base = workspace();
    const write = (path: string, encoding: string | null) =>
      failureOf(onPath(join(base, path), 'Write', { content: 'x', encoding }));
    expect(await write('d', null)).toBe(`java.nio.file.FileSystemException: ${base}/d: Is a directory`);
    expect(await write('f/x', null)).toBe(`java.nio.file.FileSystemException: ${base}/f/x: Not a directory`);
    expect(await write('new', 'bogus')).toBe('java.io.UnsupportedEncodingException: bogus');
    expect(readFileSync(join(base, 'new'), 'utf8')).toBe('');
    expect(await failureOf(onPath(join(base, 'nope'), 'ReadToString'))).toBe(
      `java.nio.file.NoSuchFileException: ${base}/nope`,
    );
    expect(await failureOf(onPath(join(base, 'd'), 'Digest'))).toBe('java.io.IOException: Is a directory');
    writeFileSync(join(base, 'latin'), Buffer.from('68e4', 'hex'));
    expect(await failureOf(onPath(join(base, 'latin'), 'ReadToString'))).toBe(
      'java.nio.charset.MalformedInputException: Input length = 1',
    );
    expect(await onPath(join(base, 'latin'), 'ReadToString', {}, new ChannelCall(), OLD)).toBe('h\ufffd');
  });
});

describe('moving and copying', () => {
  it('renames, moves all children, copies with permissions', async () => {
    const base = workspace();
    const target = (name: string) => ({ target: controllerPath(join(base, name)) });
    expect(await onPath(join(base, 'f'), 'RenameTo', target('g'))).toBe(null);
    expect(await onPath(join(base, 'g'), 'CopyToWithPermission', target('new/copy'))).toBe(null);
    expect(readFileSync(join(base, 'new/copy'), 'utf8')).toBe('content');
    // A child with the name of its directory is what the detour is for.
    mkdirSync(join(base, 'up/up/deep'), { recursive: true });
    writeFileSync(join(base, 'up/other'), 'x');
    expect(await onPath(join(base, 'up'), 'MoveAllChildrenTo', target(''))).toBe(null);
    expect(readdirSync(base)).toEqual(['d', 'g', 'job@tmp', 'l', 'new', 'other', 'up']);
    expect(readdirSync(join(base, 'up'))).toEqual(['deep']);
  });

  it('says why it cannot', async () => {
    const base = workspace();
    const target = (name: string) => ({ target: controllerPath(join(base, name)) });
    expect(await failureOf(onPath(join(base, 'nope'), 'RenameTo', target('x')))).toBe(
      `java.nio.file.NoSuchFileException: ${base}/nope`,
    );
    expect(await failureOf(onPath(join(base, 'f'), 'RenameTo', target('d')))).toBe(
      `java.nio.file.FileAlreadyExistsException: ${base}/d`,
    );
    expect(await failureOf(onPath(join(base, 'nope'), 'MoveAllChildrenTo', target('')))).toBe(
      `java.io.IOException: Failed to rename ${base}/nope to ${base}/nope.__rename`,
    );
    expect(await failureOf(onPath(join(base, 'nope'), 'CopyToWithPermission', target('x')))).toBe(
      `java.nio.file.NoSuchFileException: ${base}/nope`,
    );
    expect(await failureOf(onPath(join(base, 'f'), 'RenameTo', { target: 'a string' }))).toBe(
      'java.io.InvalidObjectException: hudson.FilePath$RenameTo.target is not a FilePath',
    );
  });
});

describe('links', () => {
  it('makes, reads and finds them', async () => {
    const base = workspace();
    const listener = object('hudson.model.NullTaskListener');
    expect(await onPath(join(base, 'new'), 'SymlinkTo', { target: 'f', listener })).toBe(null);
    expect(readlinkSync(join(base, 'new'))).toBe('f');
    expect(await onPath(join(base, 'new'), 'ReadLink')).toBe('f');
    expect(await onPath(join(base, 'f'), 'ReadLink')).toBe(null);
    const strict = { openOptions: openOptions(true), verificationRoot: base };
    expect(await unboxed(onPath(join(base, 'new'), 'HasSymlink', strict))).toBe(true);
    expect(await unboxed(onPath(join(base, 'f'), 'HasSymlink', strict))).toBe(false);
    expect(await unboxed(onPath(join(base, 'new'), 'HasSymlink', { ...strict, openOptions: openOptions(false) }))).toBe(
      false,
    );
    expect(
      await unboxed(onPath(join(base, 'new'), 'HasSymlink', { noFollowLinks: true, verificationRoot: null })),
    ).toBe(true);
  });

  it('prints the failure to make one, as the official agent does', async () => {
    const base = workspace();
    const call = new ChannelCall();
    const out = call.newOutput();
    const listener = streamListener(out.value);
    expect(await onPath(join(base, 'no/l'), 'SymlinkTo', { target: 'f', listener }, call)).toBe(null);
    expect(out.text()).toBe(`ln f ${base}/no/l failed\njava.nio.file.NoSuchFileException: ${base}/no/l\n`);
  });

  it('judges descendants', async () => {
    const base = workspace();
    const judge = (potentialChildRelativePath: string) => onPath(base, 'IsDescendant', { potentialChildRelativePath });
    expect(await unboxed(judge('d/sub'))).toBe(true);
    expect(await unboxed(judge('../x'))).toBe(false);
    expect(await failureOf(judge('/etc/passwd'))).toBe(
      'java.lang.IllegalArgumentException: Only a relative path is supported, the given path is absolute: /etc/passwd',
    );
  });
});
