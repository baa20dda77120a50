/** Elsewhere than on Windows a backslash is a character like any other: `a\b` is one file, and no file `b` in `a`. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untar } from '../../../src/os/archive/untar.js';
import { unzipStream } from '../../../src/os/archive/unzip.js';
import { utf8 } from '../../../src/java/charsets/charset.js';
import { filePath } from '../../../src/jenkins/file-path/file-path-value.js';
import { listValues, mapEntries } from '../../../src/serial/jdk.js';
import type { JavaArray, JavaObject, JavaValue } from '../../../src/serial/model.js';
import { contents, pieces } from '../../os/archive/support.js';
import { ChannelCall } from '../../support/channel-call.js';
import { answeredPaths, called, controllerPath, object, onPath, openOptions as shown } from '../file-path/request.js';
import { explicit, glob, javaObject, openOptions, run, tarFactory, tarNames } from './support.js';

/** The first is one that a FilePath cannot hold: it takes what ends in a backslash for a directory. */
const FILES = ['\\', 'a\\b.txt', 'd\\e/f\\g.txt'];

let base: string;
let source: string;
let target: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'backslash-')));
  [source, target] = [path.join(base, 'source'), path.join(base, 'target')];
  for (const file of FILES) {
    mkdirSync(path.dirname(path.join(source, file)), { recursive: true });
    writeFileSync(path.join(source, file), file);
  }
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const everything = Object.fromEntries([
  ['\\', '644 \\'],
  ['a\\b.txt', '644 a\\b.txt'],
  ['d\\e/', ''],
  ['d\\e/f\\g.txt', '644 d\\e/f\\g.txt'],
]);

async function archived(scanner: JavaValue, factory: JavaValue): Promise<Buffer> {
  const call = new ChannelCall();
  const out = call.newOutput();
  const fields = { factory, openOptions: openOptions(), out: out.value, scanner, verificationRoot: null };
  await run('hudson.FilePath$Archive', fields, source, call);
  return out.bytes();
}

describe.skipIf(process.platform === 'win32')('files with a backslash in their names', () => {
  it('are found by archiveArtifacts, old and new', async () => {
    const controllerClass = () => Promise.resolve(Buffer.from('java/util/HashSet'));
    const flags = { caseSensitive: true, defaultExcludes: true, followSymlinks: true };
    const fields = { ...flags, excludes: null, includes: '**' };
    const answer = await run(
      'hudson.tasks.ArtifactArchiver$ListFiles',
      fields,
      source,
      new ChannelCall({ controllerClass }),
    );
    expect(listValues(answer).sort()).toEqual(FILES);
    const step = 'org.jenkinsci.plugins.workflow.steps.ArtifactArchiverStepExecution$ListFiles';
    const map = await run(step, { includes: '**', excludes: null }, source, new ChannelCall());
    expect(mapEntries(map).sort()).toEqual(FILES.map((file) => [file, file]));
  });

  it('are archived under their names, each asked for by itself', async () => {
    const files = Object.fromEntries(FILES.map((file) => [file, file]));
    expect(tarNames(gunzipSync(await archived(explicit(files), tarFactory()))).sort()).toEqual(FILES);
  });

  it('are stashed and come back', async () => {
    const tar = gunzipSync(await archived(glob('**'), tarFactory()));
    await untar(pieces(tar, 700), target, {
      archive: 'stash',
      charset: utf8,
      rules: () => Promise.resolve('current'),
      onLinkFailure: (link, error) => expect.unreachable(`${link}: ${error.message}`),
    });
    expect(contents(target)).toEqual(everything);
  });

  it('are zipped and come back', async () => {
    const factory = javaObject('hudson.util.io.ArchiverFactory$ZipArchiverFactory', {
      openOptions: openOptions(),
      prefix: null,
    });
    await unzipStream(pieces(await archived(glob('**'), factory)), target);
    expect(contents(target)).toEqual(everything);
  });

  it('are copied', async () => {
    const fields = { scanner: glob('**'), target: filePath(target) };
    await run('hudson.FilePath$CopyRecursiveLocal', fields, source, new ChannelCall());
    expect(contents(target)).toEqual(everything);
  });

  it('are listed by patterns, in which a backslash is what Ant takes it for', async () => {
    const list = async (includes: string) => {
      const fields = { defaultExcludes: true, excludes: null, includes };
      const answer = (await run('hudson.FilePath$ListGlob', fields, source, new ChannelCall())) as JavaArray;
      return (answer.elements as JavaObject[]).map((file) => path.relative(source, file.get('remote') as string));
    };
    expect((await list('**')).slice(1)).toEqual(FILES.slice(1));
    expect(await list('a*.txt, */f?g.txt')).toEqual(['a\\b.txt', 'd\\e/f\\g.txt']);
    expect(await list('a\\b.txt')).toEqual([]);
  });

  it('are listed in the workspace', async () => {
    const options = { openOptions: shown(true), verificationRoot: source };
    const fields = { useDefaultExcludes: true, excludes: null, includes: '**', ...options };
    expect(listValues(await onPath(source, 'jenkins.util.VirtualFile$Scanner', fields))).toEqual(FILES);
    const root = object('jenkins.util.VirtualFile$FilePathVF', {
      cacheDescendant: false,
      f: controllerPath(source),
      root: controllerPath(source),
    });
    const collected = await called(object('jenkins.util.VirtualFile$CollectFiles', { root }));
    expect(listValues(collected).sort()).toEqual(FILES);
    const children = answeredPaths(await onPath(source, 'ListFilter', { filter: null }));
    expect(
      children
        .map((child) => path.relative(source, child as string))
        .sort()
        .slice(1),
    ).toEqual(['a\\b.txt', 'd\\e']);
  });
});
