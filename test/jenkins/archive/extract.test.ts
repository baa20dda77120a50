import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filePath } from '../../../src/jenkins/file-path/file-path-value.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { contents, fixture, fixtureFile, makeTar } from '../../os/archive/support.js';
import { RecordingLogger } from '../../support/channel-pair.js';
import { ChannelCall } from '../../support/channel-call.js';
import { COMPRESSION, run } from './support.js';

let base: string;
let target: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'extract-')));
  target = path.join(base, 'target');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const TAR = makeTar([{ name: 'd/f.txt', content: 'content' }]);
const TGZ = gzipSync(TAR);
const UNPACKED = { 'd/': '', 'd/f.txt': '644 content' };

describe.skipIf(process.platform === 'win32')('unpacking', () => {
  it.each([
    ['hudson.FilePath$UntarRemote', { compression: COMPRESSION.GZIP, name: 'stash.tgz' }, 'in', TGZ],
    ['hudson.FilePath$UntarRemote', { compression: COMPRESSION.NONE, name: 'stash.tar' }, 'in', TAR],
    ['hudson.FilePath$UntarFrom', { compression: COMPRESSION.GZIP }, 'in', TGZ],
    [
      'hudson.FilePath$ReadFromTar',
      { compression: COMPRESSION.GZIP, description: '**', filenamesEncoding: 'UTF-8', target: filePath('/t') },
      'pipe',
      TGZ,
    ],
    [
      'hudson.FilePath$ReadFromTar',
      { compression: COMPRESSION.NONE, description: '**', target: filePath('/t') },
      'pipe',
      TAR,
    ],
  ] as const)('%s takes a stream, a byte at a time', async (name, fields, field, bytes) => {
    const call = new ChannelCall();
    const input = call.newInput([...bytes].map((byte) => Buffer.of(byte)));
    expect(await run(name, { ...fields, [field]: input.value }, target, call)).toBeNull();
    expect(contents(target)).toEqual(UNPACKED);
  });

  it.each(['hudson.FilePath$UnzipRemote', 'hudson.FilePath$UnzipFrom'])('%s takes a stream', async (name) => {
    const call = new ChannelCall();
    expect(await run(name, { in: call.newInput([fixture('stored.zip')]).value }, target, call)).toBeNull();
    expect(contents(target)).toEqual({ 's.txt': '644 stored' });
  });

  it('UntarLocal and UnzipLocal take files', async () => {
    const file = path.join(base, 'x.tgz');
    writeFileSync(file, TGZ);
    const fields = { compression: COMPRESSION.GZIP, filePath: filePath(file) };
    expect(await run('hudson.FilePath$UntarLocal', fields, target, new ChannelCall())).toBeNull();
    const zip = { filePath: filePath(fixtureFile('stored.zip')) };
    expect(await run('hudson.FilePath$UnzipLocal', zip, target, new ChannelCall())).toBeNull();
    expect(contents(target)).toEqual({ ...UNPACKED, 's.txt': '644 stored' });
  });

  const evil = makeTar([{ name: '../evil.txt' }]);
  it.each([
    ['hudson.FilePath$UntarRemote', { name: 'my.tar' }, 'in', 'my.tar'],
    ['hudson.FilePath$UntarFrom', {}, 'in', 'input stream'],
    [
      'hudson.FilePath$ReadFromTar',
      { description: 'the mask', target: filePath('/home/x/') },
      'pipe',
      '/home/x/the mask',
    ],
  ] as const)('%s calls the archive by its name', async (name, fields: Record<string, JavaValue>, field, called) => {
    const call = new ChannelCall();
    const input = call.newInput([evil]);
    const all = { compression: COMPRESSION.NONE, ...fields, [field]: input.value };
    await expect(run(name, all, target, call)).rejects.toMatchObject({
      javaMessage: `Failed to extract ${called}`,
      cause: { javaMessage: `Tar ${called} contains entry that escapes destination directory: ../evil.txt` },
    });
    expect(input.cancelled).toBe(true);
    expect(readdirSync(base)).toEqual([]);
  });

  it('UntarLocal calls it by the name of the file, and says when that is missing', async () => {
    const file = path.join(base, 'x.tar');
    const fields = { compression: COMPRESSION.NONE, filePath: filePath(file) };
    await expect(run('hudson.FilePath$UntarLocal', fields, target, new ChannelCall())).rejects.toMatchObject({
      javaClass: 'java.io.IOException',
      javaMessage: 'Failed to extract x.tar',
      cause: { javaClass: 'java.nio.file.NoSuchFileException' },
    });
    writeFileSync(file, evil);
    await expect(run('hudson.FilePath$UntarLocal', fields, target, new ChannelCall())).rejects.toMatchObject({
      cause: { javaMessage: 'Tar x.tar contains entry that escapes destination directory: ../evil.txt' },
    });
  });

  it.each([
    [
      'Tar input stream contains illegal file name that breaks out of the target directory: ../evil.txt',
      'class of 2.462',
    ],
    [
      'Tar input stream contains entry that escapes destination directory: ../evil.txt',
      'Tar \u0001 contains entry that escapes destination directory: \u0001',
    ],
    [
      'Tar input stream contains entry that escapes destination directory: ../evil.txt',
      'requireReadFromTarPathTraversalValidation',
    ],
    ['Tar input stream contains entry that escapes destination directory: ../evil.txt', null],
  ])('says "%s" as the controller’s own class does', async (message, controllerClass) => {
    const asked: string[] = [];
    const call = new ChannelCall({
      controllerClass: (name) => {
        asked.push(name);
        return Promise.resolve(controllerClass === null ? null : Buffer.from(controllerClass));
      },
    });
    const fields = { compression: COMPRESSION.NONE, in: call.newInput([evil]).value };
    await expect(run('hudson.FilePath$UntarFrom', fields, target, call)).rejects.toMatchObject({
      cause: { javaMessage: message },
    });
    expect(asked).toEqual(['hudson.FilePath']);
  });

  it('fails at once on what is not gzip, whatever the archive is called', async () => {
    const call = new ChannelCall();
    const input = call.newInput([TAR]);
    const fields = { compression: COMPRESSION.GZIP, in: input.value };
    await expect(run('hudson.FilePath$UntarFrom', fields, target, call)).rejects.toMatchObject({
      javaClass: 'java.util.zip.ZipException',
      javaMessage: 'Not in GZIP format',
    });
    expect(input.cancelled).toBe(true);
  });

  it('logs links that it leaves out', async () => {
    const logger = new RecordingLogger();
    const call = new ChannelCall({ logger });
    const tar = makeTar([{ name: 'd/f' }, { name: 'd', link: 'x' }]);
    const fields = { compression: COMPRESSION.NONE, in: call.newInput([tar]).value };
    await run('hudson.FilePath$UntarFrom', fields, target, call);
    expect(logger.records.map(({ level, message }) => `${level} ${message}`)).toEqual([
      `WARNING Cannot make the link ${path.join(target, 'd')}`,
    ]);
  });
});
