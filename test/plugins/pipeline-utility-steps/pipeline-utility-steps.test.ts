import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { declarations } from '../../../src/plugins/pipeline-utility-steps/index.js';
import type { ByteSink } from '../../../src/remoting/call.js';
import { stringMap, unbox } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { FakeCall } from '../../support/fake-call.js';
import { controllerPath, failureOf } from '../../jenkins/file-path/request.js';
import { printedTo, runPlugin } from '../support.js';

let base: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'utility-'));
  await mkdir(join(base, 'a/b'), { recursive: true });
  await writeFile(join(base, 'a/x.txt'), 'hello\n');
  await chmod(join(base, 'a/x.txt'), 0o750);
  await writeFile(join(base, 'a/b/y.txt'), 'ünïcode');
  await symlink('x.txt', join(base, 'a/link'));
});

afterEach(() => rm(base, { recursive: true, force: true }));

async function run(
  name: string,
  file: string,
  values: Readonly<Record<string, JavaValue>>,
): Promise<[JavaValue, string]> {
  const call = new FakeCall();
  const { listener, output } = printedTo(call);
  const { destination, ...others } = { destination: 'out', ...values };
  const request = { listener, destination: controllerPath(join(base, destination)), ...others };
  const answer = await runPlugin(declarations, name, join(base, file), request, call);
  return [answer, output.text().replaceAll(base, 'BASE')];
}

const pack = async (name: 'ZipIt' | 'TarIt', destination: string, values = {}): Promise<unknown> =>
  unbox(
    (
      await run(`$${name}FileCallable`, 'a', { destination, glob: '**/*', exclude: null, compress: false, ...values })
    )[0],
  );

/** A tar archive of one empty entry. */
function tarOf(name: string): Buffer {
  const record = Buffer.alloc(512);
  record.write(name, 0);
  record.write('0000644\0', 100);
  record.write('00000000000\0', 124);
  record.write('00000000000\0        0', 136);
  const sum = record.reduce((total, byte) => total + byte, 0);
  record.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([record, Buffer.alloc(1024)]);
}

describe('pipeline-utility-steps', () => {
  it('computes hashes of files, and of nothing else', async () => {
    const hash = async (hashAlgorithm: string, file: string) =>
      (await run('ComputeHashCallable', file, { hashAlgorithm }))[0];
    expect(await hash('SHA-1', 'a/x.txt')).toBe('f572d396fae9206628714fb2ce00f72e94f2258f');
    expect(await hash('MD5', 'a/x.txt')).toBe('b1946ac92492d2347c6235b4d2611184');
    expect(await hash('SHA-1', 'a')).toBeNull();
    expect(await failureOf(hash('ROT13', 'a/x.txt'))).toBe('java.io.IOException: ROT13 MessageDigest not available');
  });

  it('appends what is teed', async () => {
    const call = new FakeCall();
    for (const text of ['one\n', 'two\n']) {
      const answer = await runPlugin(declarations, '$CreateRemoteStreamCallable', join(base, 'l/t'), {}, call);
      const sink = call.exported(answer) as ByteSink;
      await sink.write(Buffer.from(text));
      await sink.end();
    }
    expect(await readFile(join(base, 'l/t'), 'utf8')).toBe('one\ntwo\n');
  });

  it('zips and unzips', async () => {
    expect(await pack('ZipIt', 'a/o.zip')).toBe(3);
    const [answer, log] = await run('$UnZipFileCallable', 'a/o.zip', {
      charset: 'UTF-8',
      glob: '',
      quiet: false,
      read: false,
    });
    expect(answer).toBeNull();
    expect(log.split('\n').sort()).toEqual(
      [
        '',
        'Extracted: 3 files',
        'Extracting from BASE/a/o.zip',
        ...['b/y.txt', 'link', 'x.txt'].map((name) => `Extracting: ${name} -> BASE/out/${name}`),
      ].sort(),
    );
    expect(await readFile(join(base, 'out/link'), 'utf8')).toBe('hello\n');
  });

  it('reads a zip as text, by a pattern', async () => {
    await pack('ZipIt', 'o.zip');
    const [answer, log] = await run('$UnZipFileCallable', 'o.zip', {
      charset: 'UTF-8',
      glob: 'b/*',
      quiet: true,
      read: true,
    });
    expect([...stringMap(answer)]).toEqual([['b/y.txt', 'ünïcode']]);
    expect(log).toBe('Extracting from BASE/o.zip\nRead: 1 files\n');
  });

  it('tests zips', async () => {
    await pack('ZipIt', 'o.zip', { glob: 'x.txt' });
    const test = async (file: string) => {
      const [answer, log] = await run('$TestZipFileCallable', file, {});
      return `${String(unbox(answer))}: ${log}`;
    };
    expect(await test('o.zip')).toBe('true: Checking 1 zipped entries in BASE/o.zip\n');
    await writeFile(join(base, 'bad.zip'), 'this is no zip');
    expect(await test('bad.zip')).toBe('false: ERROR: Error validating zip file: zip END header not found\n');
    await writeFile(join(base, 'empty.zip'), '');
    expect(await test('empty.zip')).toBe('false: ERROR: Error validating zip file: zip file is empty\n');
    const damaged = await readFile(join(base, 'o.zip'));
    const crc = damaged.lastIndexOf(Buffer.from('504b0102', 'hex')) + 16;
    damaged.writeUInt8(damaged.readUInt8(crc) ^ 1, crc);
    await writeFile(join(base, 'crc.zip'), damaged);
    expect(await test('crc.zip')).toContain('ERROR: Checksum error in : BASE/crc.zip:x.txt\n');
  });

  it('refuses entries outside of the destination', async () => {
    await writeFile(join(base, 'out.tar'), tarOf('../../escaped'));
    const failure = (await failureOf(run('$UnTarFileCallable', 'out.tar', { glob: null }))).replaceAll(base, 'BASE');
    expect(failure).toMatch(/^java.io.FileNotFoundException: .*escaped is out of bounds!$/);
    const [answer, log] = await run('$TestTarFileCallable', 'out.tar', {});
    expect(unbox(answer)).toBe(false);
    expect(log).toContain('escaped is out of bounds!\n');
  });

  it('packs and unpacks tar archives, gzipped or not, with permissions when told to', async () => {
    for (const compress of [false, true]) {
      expect(await pack('TarIt', 'o.tar', { compress, overwrite: true })).toBe(3);
      const [, log] = await run('$UnTarFileCallable', 'o.tar', { glob: null, quiet: true, keepPermissions: true });
      expect(log).toBe('Extracting from BASE/o.tar\nExtracted: 3 files\n');
      expect((await stat(join(base, 'out/x.txt'))).mode & 0o777).toBe(0o750);
      expect((await readdir(join(base, 'out'))).sort()).toEqual(['b', 'link', 'x.txt']);
      await rm(join(base, 'out'), { recursive: true });
    }
  });

  it('says what is wrong with a tar archive', async () => {
    const untar = async (content: Buffer) => {
      await writeFile(join(base, 'o.tar'), content);
      const failure = await failureOf(run('$UnTarFileCallable', 'o.tar', { glob: null }));
      const [answer, log] = await run('$TestTarFileCallable', 'o.tar', {});
      return [failure, unbox(answer), log.split('\n')[1]];
    };
    const garbage = Buffer.from('garbage! '.repeat(100));
    const corrupted = 'Corrupted TAR archive.';
    expect(await untar(garbage)).toEqual([
      `java.io.IOException: ${corrupted}`,
      false,
      `ERROR: Error validating tar file: ${corrupted}`,
    ]);
    expect(await untar(Buffer.from('short'))).toEqual(['no failure', true, '']);
    const sum = tarOf('file');
    sum.write('x', 3);
    const noTar = 'Not a tar archive';
    expect(await untar(sum)).toEqual([
      `java.io.IOException: ${noTar}`,
      false,
      `ERROR: Error validating tar file: ${noTar}`,
    ]);
    const cut = gzipSync(tarOf('file')).subarray(0, 30);
    expect(await untar(cut)).toEqual(['java.io.EOFException', false, 'ERROR: Error validating tgz file: null']);
  });

  it.each(['ZipIt', 'TarIt'] as const)('says why %s cannot write its archive', async (name) => {
    const failure = async (destination: string) => (await failureOf(pack(name, destination))).replaceAll(base, 'BASE');
    await mkdir(join(base, 'taken/by'), { recursive: true });
    expect(await failure('taken')).toBe('java.nio.file.FileSystemException: BASE/taken: Is a directory');
    expect(await failure('a/x.txt/o')).toBe('java.nio.file.FileSystemException: BASE/a/x.txt/o: Not a directory');
  });

  it('fails for an archive that is not there', async () => {
    const missing = join(base, 'none');
    const ofZip = run('$UnZipFileCallable', 'none', { charset: 'UTF-8', glob: '', quiet: false, read: false });
    expect(await failureOf(ofZip)).toBe(`java.nio.file.NoSuchFileException: ${missing}`);
    expect(await failureOf(run('$UnTarFileCallable', 'none', { glob: null }))).toBe(
      `java.io.FileNotFoundException: ${missing} (No such file or directory)`,
    );
  });

  it('fails to tee into a directory', async () => {
    const failure = await failureOf(
      runPlugin(declarations, '$CreateRemoteStreamCallable', join(base, 'a'), {}, new FakeCall()),
    );
    expect(failure).toBe(`java.nio.file.FileSystemException: ${join(base, 'a')}: Is a directory`);
  });
});
