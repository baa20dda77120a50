import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envVars } from '../../../src/jenkins/env-vars.js';
import { openJavaZip } from '../../../src/os/archive/java-zip.js';
import { unbox } from '../../../src/serial/jdk.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf } from '../../jenkins/file-path/request.js';
import { printedTo } from '../support.js';

/** A workspace, and a way to run operations in it: answer and log, the workspace's path as WS. */
function workspace(files: Readonly<Record<string, string>> = {}) {
  const root = scratch();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  const names = () => (readdirSync(root, { recursive: true }) as string[]).sort();
  const run = async (name: string, fields: Readonly<Record<string, JavaValue>>) => {
    const call = new ChannelCall();
    const { listener, output } = printedTo(call);
    const answer = askAt(
      root,
      `sp.sd.fileoperations.${name}Operation$TargetFileCallable`,
      { ...fields, listener },
      call,
    );
    const result = await answer.then(
      (value) => unbox(value),
      () => failureOf(answer),
    );
    return { result, log: output.text().replaceAll(root, 'WS') };
  };
  return { root, read, names, run };
}

const SELECTION = { resolvedIncludes: '**/*.txt', resolvedExcludes: '', useDefaultExcludes: true };
const COPY = {
  ...SELECTION,
  resolvedTargetLocation: 'out',
  flattenFiles: false,
  renameFiles: false,
  sourceCaptureExpression: null,
  targetNameExpression: null,
};

describe('fileCopyOperation', () => {
  const files = { 'a/1.txt': 'one', 'b/2.txt': 'two', 'c.md': '' };

  it('copies what matches with its directories', async () => {
    const { run, read } = workspace(files);
    expect(await run('FileCopy', COPY)).toEqual({ result: true, log: 'WS/a/1.txt\nWS/b/2.txt\n' });
    expect([read('out/a/1.txt'), read('out/b/2.txt')]).toEqual(['one', 'two']);
  });

  it('copies into one directory', async () => {
    const { run, names } = workspace(files);
    expect(await run('FileCopy', { ...COPY, flattenFiles: true })).toEqual({
      result: true,
      log: 'WS/a/1.txt\nWS/b/2.txt\n',
    });
    expect(names()).toEqual(expect.arrayContaining(['out/1.txt', 'out/2.txt']));
  });

  it('renames by an expression', async () => {
    const { run, read } = workspace(files);
    const renaming = { flattenFiles: true, renameFiles: true, sourceCaptureExpression: '\\./(a)/(\\d)\\.txt$' };
    const { result, log } = await run('FileCopy', { ...COPY, ...renaming, targetNameExpression: '$2-$1.txt' });
    expect({ result, log }).toEqual({
      result: true,
      log: 'Copy from WS/a/1.txt to WS/out/1-a.txt\nCopy from WS/b/2.txt to WS/out/2.txt\n',
    });
    expect([read('out/1-a.txt'), read('out/2.txt')]).toEqual(['one', 'two']);
  });

  it('renames by the absolute path for old versions', async () => {
    const { run, names, root } = workspace({ 'a/1.txt': '' });
    const old = Object.fromEntries(Object.entries(COPY).filter(([field]) => field !== 'useDefaultExcludes'));
    const expression = { sourceCaptureExpression: `${root}/(.)/(.*)`, targetNameExpression: '$1$2' };
    await run('FileCopy', { ...old, flattenFiles: true, renameFiles: true, ...expression });
    expect(names()).toContain('out/a1.txt');
  });

  it('says that nothing matches, and what is wrong with an expression or a pattern', async () => {
    const { run } = workspace({ 'a.txt': '' });
    expect(await run('FileCopy', { ...COPY, resolvedIncludes: 'x/**' })).toEqual({
      result: true,
      log: "0 files found for include pattern 'x/**' and exclude pattern ''\n",
    });
    const renaming = { ...COPY, flattenFiles: true, renameFiles: true, targetNameExpression: '' };
    const broken = await run('FileCopy', { ...renaming, sourceCaptureExpression: '(a' });
    expect(broken.result).toBe('java.util.regex.PatternSyntaxException: Unclosed group near index 2\n(a');
    expect(broken.log).toBe('FATAL: Unclosed group near index 2\n(a\n');
    const refused = await run('FileCopy', { ...renaming, sourceCaptureExpression: '\\Ga' });
    expect(refused.result).toBe(false);
    expect(refused.log).toMatch(/^FATAL: The regular expression \\Ga has the escape /);
    expect(await run('FileCopy', { ...COPY, resolvedIncludes: '/x' })).toMatchObject({
      result: false,
      log: expect.stringMatching(/^FATAL: Expecting Ant GLOB pattern, but saw '\/x'/) as string,
    });
  });

  it('says which file could not be copied', async () => {
    const { run } = workspace({ 'a.txt': '', out: 'a file' });
    expect(await run('FileCopy', { ...COPY, flattenFiles: true })).toEqual({
      result: false,
      log: 'WS/a.txt\nFATAL: Failed to copy WS/a.txt to WS/out/a.txt\n',
    });
  });
});

describe('operations on contents', () => {
  const environment = envVars([['WHO', 'world']]);

  it('create a file, or replace it', async () => {
    const { run, read } = workspace();
    const fields = { resolvedFileName: 'd/f', resolvedFileContent: 'é', environment };
    expect(await run('FileCreate', fields)).toEqual({ result: true, log: 'Creating file: WS/d/f\n' });
    expect(await run('FileCreate', fields)).toEqual({
      result: true,
      log: 'd/f file already exists, replacing the content with the provided content.\nCreating file: WS/d/f\n',
    });
    expect(read('d/f')).toBe('é');
    const below = await run('FileCreate', { ...fields, resolvedFileName: 'd/f/g' });
    expect(below).toMatchObject({ result: false, log: expect.stringContaining('\nFATAL: ') as string });
  });

  it('join two files by a line end', async () => {
    const { run, read } = workspace({ source: 'b', target: 'a' });
    const fields = { resolvedSourceFile: 'source', resolvedTargetFile: 'target', environment };
    expect(await run('FileJoin', fields)).toEqual({
      result: true,
      log: 'Joining file: from source WS/source to target WS/target\n',
    });
    expect(read('target')).toBe('a\nb');
    expect(await run('FileJoin', { ...fields, resolvedTargetFile: 'none' })).toEqual({
      result: false,
      log: "source file doesn't exists, the target file remains as is.\nFATAL: WS/none\n",
    });
  });

  it('expand variables', async () => {
    const { run, read } = workspace({ 'a.txt': 'hello $WHO, ${WHO}, $NOBODY, $$1' });
    expect(await run('FileTransform', { ...SELECTION, environment })).toEqual({
      result: true,
      log: 'Transforming: WS/a.txt\n',
    });
    expect(read('a.txt')).toBe('hello world, world, $NOBODY, $1');
  });

  it('leave alone what is no text', async () => {
    const { run, root } = workspace();
    writeFileSync(join(root, 'a.txt'), Buffer.of(0xff, 0x41));
    expect(await run('FileTransform', { ...SELECTION, environment })).toEqual({
      result: false,
      log: 'Transforming: WS/a.txt\nFATAL: Input length = 1\n',
    });
    expect(readFileSync(join(root, 'a.txt'))).toEqual(Buffer.of(0xff, 0x41));
  });

  it('make JSON of properties', async () => {
    const { run, read } = workspace({
      'p.properties': 'yes=true\nn=17\nf=1.50\nbig=12345678.5\ns=a "b"\\u00e9\nneg=-1\n1=x',
      'p.json': '',
    });
    const fields = { resolvedSourceFile: 'p.properties', resolvedTargetFile: 'p.json', environment };
    expect(await run('FilePropertiesToJson', fields)).toEqual({
      result: true,
      log: 'Creating Json: from source WS/p.properties to target WS/p.json\n',
    });
    expect(read('p.json')).toBe('{"yes":true,"n":17,"f":1.5,"big":1.2345678E7,"s":"a \\"b\\"é","neg":"-1","1":"x"}');
    expect(await run('FilePropertiesToJson', { ...fields, resolvedTargetFile: 'none' })).toEqual({
      result: false,
      log: "p.properties file doesn't exists, the target file remains as is.\n",
    });
  });

  it('have no JSON for a number beyond an int', async () => {
    const { run } = workspace({ p: 'n=99999999999', j: 'kept' });
    expect(
      await run('FilePropertiesToJson', { resolvedSourceFile: 'p', resolvedTargetFile: 'j', environment }),
    ).toEqual({
      result: 'java.lang.NumberFormatException: For input string: "99999999999"',
      log: 'FATAL: For input string: "99999999999"\n',
    });
  });
});

describe('operations that delete', () => {
  it('files by patterns', async () => {
    const { run, names } = workspace({ 'a.txt': '', 'd/b.txt': '', 'c.md': '' });
    expect(await run('FileDelete', SELECTION)).toEqual({
      result: true,
      log: 'WS/a.txt deleting....\nSuccess.\nWS/d/b.txt deleting....\nSuccess.\n',
    });
    expect(names()).toEqual(['c.md', 'd']);
    expect(await run('FileDelete', SELECTION)).toEqual({
      result: true,
      log: "0 files found for include pattern '**/*.txt' and exclude pattern ''\n",
    });
  });

  it('a folder', async () => {
    const { run, names } = workspace({ 'd/e/f': '' });
    expect(await run('FolderDelete', { resolvedFolderPath: 'd', environment: null })).toEqual({
      result: true,
      log: 'Deleting folder: WS/d\n',
    });
    expect(names()).toEqual([]);
  });

  it('no folder of a name that cannot be', async () => {
    const { run, names } = workspace({ 'd/f': '' });
    expect(await run('FolderDelete', { resolvedFolderPath: 'd\0', environment: null })).toEqual({
      result: false,
      log: 'Deleting folder: WS/d\0\nFATAL: java.nio.file.InvalidPathException: Nul character not allowed: WS/d\0\n',
    });
    expect(names()).toEqual(['d', 'd/f']);
  });
});

describe('operations on names', () => {
  it('make a folder', async () => {
    const { run, names } = workspace({ f: '' });
    expect(await run('FolderCreate', { resolvedFolderPath: 'd/e' })).toEqual({
      result: true,
      log: 'Creating folder: WS/d/e\n',
    });
    expect(names()).toEqual(['d', 'd/e', 'f']);
    expect((await run('FolderCreate', { resolvedFolderPath: 'f/g' })).result).toBe(false);
  });

  it('rename', async () => {
    const { run, names } = workspace({ a: '', 'd/f': '' });
    expect(await run('FileRename', { resolvedSource: 'a', resolvedDestination: 'b' })).toEqual({
      result: true,
      log: '',
    });
    expect((await run('FolderRename', { resolvedSource: 'd', resolvedDestination: 'e' })).result).toBe(true);
    expect(names()).toEqual(['b', 'e', 'e/f']);
    expect(await run('FileRename', { resolvedSource: 'a', resolvedDestination: 'b' })).toEqual({
      result: false,
      log: "FATAL: The source fileWS/a doesn't exist.\n",
    });
    expect((await run('FolderRename', { resolvedSource: 'd', resolvedDestination: 'b' })).log).toBe(
      "FATAL: The source folderWS/d doesn't exist.\n",
    );
    expect(await run('FileRename', { resolvedSource: 'b', resolvedDestination: 'e' })).toEqual({
      result: false,
      log: 'FATAL: WS/e\n',
    });
  });

  it('copy a folder', async () => {
    const { run, read } = workspace({ 'd/e/f': 'x' });
    const fields = { resolvedSourceFolderPath: 'd', resolvedDestinationFolderPath: 'copy' };
    expect(await run('FolderCopy', fields)).toEqual({ result: true, log: 'Copying folder: WS/d to WS/copy\n' });
    expect(read('copy/e/f')).toBe('x');
  });

  it('fail to copy a folder into a file', async () => {
    const { run, read } = workspace({ 'd/e/f': 'x', file: 'kept' });
    const fields = { resolvedSourceFolderPath: 'd', resolvedDestinationFolderPath: 'file' };
    expect(await run('FolderCopy', fields)).toEqual({
      result: false,
      log: 'Copying folder: WS/d to WS/file\nFATAL: WS/file/e: Not a directory\n',
    });
    expect(read('file')).toBe('kept');
  });
});

describe('operations on archives', () => {
  it('zip a folder and unzip it', async () => {
    const { root, run, read } = workspace({ 'd/e/f': 'x' });
    expect(await run('FileZip', { resolvedFolderPath: 'd', outputFolderPath: 'out' })).toEqual({
      result: true,
      log: 'Creating Zip file of WS/d in WS/out\n',
    });
    const unpack = { resolvedFilePath: 'out/d.zip', resolvedTargetLocation: 'un' };
    expect(await run('FileUnZip', unpack)).toEqual({
      result: true,
      log: 'Unzipping out/d.zip to WS/un\nUnzip completed.\n',
    });
    expect(read('un/d/e/f')).toBe('x');
    writeFileSync(join(root, 'out/d.zip'), 'no zip');
    expect(await run('FileUnZip', unpack)).toEqual({
      result: false,
      log: 'Unzipping out/d.zip to WS/un\nFATAL: archive is not a ZIP archive\n',
    });
  });

  it('zip a folder into itself without the archive', async () => {
    const { root, run } = workspace({ 'd/f': 'x' });
    expect((await run('FileZip', { resolvedFolderPath: 'd', outputFolderPath: 'd' })).result).toBe(true);
    const zip = await openJavaZip(join(root, 'd/d.zip'));
    expect(zip.entries.map((entry) => entry.name)).toEqual(['d/', 'd/f']);
    zip.close();
  });

  it('untar', async () => {
    const { root, run, read } = workspace();
    // One file, `f`, with the content x: a tar archive of the ustar kind.
    const header = Buffer.alloc(512);
    header.write('f');
    header.write('0000644\0', 100);
    header.write('00000000001\0', 124);
    header.write('        ', 148);
    header.write('0', 156);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    writeFileSync(join(root, 'a.tar'), Buffer.concat([header, Buffer.from('x'), Buffer.alloc(511 + 1024)]));
    const unpack = { resolvedFilePath: 'a.tar', resolvedTargetLocation: 'un', isGZIP: false };
    expect(await run('FileUnTar', unpack)).toEqual({
      result: true,
      log: 'Untarring a.tar to WS/un\nUntar completed.\n',
    });
    expect(read('un/f')).toBe('x');
    expect(await run('FileUnTar', { ...unpack, isGZIP: true })).toEqual({
      result: false,
      log: 'Untarring a.tar to WS/un\nFATAL: Not in GZIP format\n',
    });
  });
});
