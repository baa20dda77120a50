import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { directorySize } from '../../../src/plugins/jobcacher/directory-size.js';
import { unbox } from '../../../src/serial/jdk.js';
import { JavaClass } from '../../../src/serial/model.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { askAt } from '../../jenkins/ask.js';
import { controllerPath, failureOf, object } from '../../jenkins/file-path/request.js';

const STRATEGIES = 'jenkins.plugins.jobcacher.arbitrary.';
const CREATE_TAR = `${STRATEGIES}TarArbitraryFileCacheStrategy$CreateTarCallable`;
const EXTRACT_TAR = `${STRATEGIES}TarArbitraryFileCacheStrategy$ExtractTarCallable`;
const CREATE_ZIP = `${STRATEGIES}ZipArbitraryFileCacheStrategy$CreateZipCallable`;
const METHODS = 'jenkins.plugins.jobcacher.ArbitraryFileCache$CompressionMethod';
const GZIP = 'org/apache/commons/compress/compressors/gzip/GzipCompressor';

function lambda(implClass: string, implMethodName = '<init>', className = METHODS): JavaObject {
  const capturingClass = new JavaClass({ ...object(className).desc });
  return object('java.lang.invoke.SerializedLambda', { capturingClass, implClass, implMethodName });
}
const own = (method: string) => lambda(METHODS.replaceAll('.', '/'), `lambda$static$${method}$1`);

const GZ = { create: lambda(`${GZIP}OutputStream`), extract: lambda(`${GZIP}InputStream`) };
const FAST = { create: own('a5b5d713'), extract: GZ.extract };
const PLAIN = { create: own('c91e7ccf'), extract: own('53194818') };
const ZSTD = { create: own('72ea33a3'), extract: lambda('com/github/luben/zstd/ZstdInputStream') };

/** A directory with a file, a link to it, one to the directory itself, and something that Ant leaves out. */
function cacheDirectory(): { source: string; archive: string; target: string } {
  const root = scratch();
  const source = join(root, 'source');
  mkdirSync(join(source, 'd/.git'), { recursive: true });
  mkdirSync(join(root, 'target'));
  writeFileSync(join(source, 'd/file'), 'content');
  writeFileSync(join(source, 'd/.git/x'), 'x');
  symlinkSync('file', join(source, 'd/link'));
  symlinkSync('..', join(source, 'd/up'));
  return { source, archive: join(root, 'archive'), target: join(root, 'target') };
}

const fieldsOf = (source: string, factory: JavaValue) => ({
  useDefaultExcludes: true,
  compressingOutputStreamFactory: factory,
  excludes: null,
  includes: '**/*',
  source: controllerPath(source),
});

async function extract(archive: string, factory: JavaValue, target: string): Promise<void> {
  const fields = { compressingInputStreamFactory: factory, target: controllerPath(target) };
  expect(await askAt(archive, EXTRACT_TAR, fields)).toBeNull();
}

/** A call to a controller whose class has this text in it. */
const callWith = (text: string) => new ChannelCall({ controllerClass: () => Promise.resolve(Buffer.from(text)) });

describe('a cache', () => {
  it.each([
    ['gzip', GZ],
    ['fast gzip', FAST],
    ['nothing', PLAIN],
  ])('compressed by %s is packed and unpacked, its links kept', async (_name, { create, extract: open }) => {
    const { source, archive, target } = cacheDirectory();
    const call = callWith('SymlinkSafeDirScanner');
    expect(await askAt(archive, CREATE_TAR, fieldsOf(source, create), call)).toBeNull();
    await extract(archive, open, target);
    expect(readFileSync(join(target, 'd/file'), 'utf8')).toBe('content');
    expect(readlinkSync(join(target, 'd/link'))).toBe('file');
    expect(readlinkSync(join(target, 'd/up'))).toBe('..');
    expect(existsSync(join(target, 'd/.git'))).toBe(false);
  });

  it('is what its name says', async () => {
    const { source, archive } = cacheDirectory();
    await askAt(archive, CREATE_TAR, fieldsOf(source, GZ.create));
    expect(execFileSync('tar', ['tzf', archive], { encoding: 'utf8' }).split('\n').sort()).toEqual([
      '',
      'd/file',
      'd/link',
      'd/up',
    ]);
  });

  it('goes by patterns, for links too', async () => {
    const { source, archive, target } = cacheDirectory();
    await askAt(archive, CREATE_TAR, { ...fieldsOf(source, PLAIN.create), includes: 'd/*', excludes: '**/up, **/x' });
    await extract(archive, PLAIN.extract, target);
    expect(lstatSync(join(target, 'd/link')).isSymbolicLink()).toBe(true);
    expect(existsSync(join(target, 'd/up'))).toBe(false);
  });

  it('of a directory that is not there is empty', async () => {
    const { archive } = cacheDirectory();
    await askAt(archive, CREATE_TAR, fieldsOf('/nowhere/at/all', PLAIN.create));
    expect(execFileSync('tar', ['tf', archive], { encoding: 'utf8' })).toBe('');
  });

  it('as a zip file has no links, or for old versions what they lead to', async () => {
    const { source, archive } = cacheDirectory();
    const fields = fieldsOf(source, null);
    const names = () => execFileSync('unzip', ['-Z1', archive], { encoding: 'utf8' }).trim().split('\n');
    await askAt(archive, CREATE_ZIP, { ...fields, includes: '**/*' });
    expect(names()).toEqual(['d/file']);
    await askAt(archive, CREATE_ZIP, { ...fields, includes: 'd/link,d/file' }, callWith('hudson/util/DirScanner$Glob'));
    expect(names()).toEqual(['d/file', 'd/link']);
  });

  it('compressed by Zstandard is served where Node.js can, and refused where not', async () => {
    const { source, archive, target } = cacheDirectory();
    const created = askAt(archive, CREATE_TAR, fieldsOf(source, ZSTD.create)).then(() => 'created');
    if ('createZstdCompress' in zlib) {
      expect(await created).toBe('created');
      await extract(archive, ZSTD.extract, target);
      expect(readFileSync(join(target, 'd/file'), 'utf8')).toBe('content');
    } else {
      expect(await failureOf(created)).toMatch(/^java.io.IOException: .* has no Zstandard: TAR_ZSTD needs 22.15/);
      expect(await failureOf(extract(source, ZSTD.extract, target))).toMatch(/has no Zstandard/);
    }
  });

  it('that is broken is not unpacked', async () => {
    const { archive, target } = cacheDirectory();
    writeFileSync(archive, 'not compressed');
    expect(await failureOf(extract(archive, GZ.extract, target))).toBe(
      'java.io.IOException: Input is not in the .gz format',
    );
    expect(await failureOf(extract(`${archive}-gone`, GZ.extract, target))).toBe(
      `java.nio.file.NoSuchFileException: ${archive}-gone`,
    );
  });

  it('compressed in a way that is not known is named', async () => {
    const { source, archive } = cacheDirectory();
    expect(await failureOf(askAt(archive, CREATE_TAR, fieldsOf(source, lambda('x/Lz4'))))).toBe(
      'java.io.IOException: The compression x.Lz4 is not known to this agent',
    );
    expect(await failureOf(askAt(archive, CREATE_TAR, fieldsOf(source, own('12345678'))))).toMatch(
      /The compression lambda\$static\$12345678\$1 is not known/,
    );
    expect(existsSync(archive)).toBe(false);
  });
});

describe('the size of a cache', () => {
  const NAME = 'jenkins.plugins.jobcacher.Cache$DirectorySize';

  it('is that of its files', async () => {
    const { source } = cacheDirectory();
    const size = async (glob: string | null, excludes: string | null, path = source) =>
      unbox(await askAt(path, NAME, { excludes, glob }));
    expect(await size('d/file,d/link', null)).toBe(7n);
    expect(await size('d/*', 'd/file')).toBe(0n);
    expect(await size('**', null, join(source, 'none'))).toBe(0n);
  });

  it('was that of what links lead to as well', async () => {
    const { source } = cacheDirectory();
    const fields = { excludes: null, glob: 'd/file,d/link' };
    const old = object(NAME, fields, { superclass: 'jenkins.MasterToSlaveFileCallable' });
    expect(unbox(await directorySize.run(old, source, new ChannelCall()))).toBe(14n);
  });
});
