import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listValues, mapEntries } from '../../../src/serial/jdk.js';
import { JavaArray, JavaObject } from '../../../src/serial/model.js';
import { isKnownThrowable } from '../../../src/serial/throwables.js';
import { ChannelCall } from '../../support/channel-call.js';
import { run } from './support.js';

const LIST_GLOB = 'hudson.FilePath$ListGlob';
const VALIDATE = 'hudson.FilePath$ValidateAntFileMask';
const LIST_FILES = 'hudson.tasks.ArtifactArchiver$ListFiles';
const FIND_RECORDS = 'hudson.tasks.Fingerprinter$FindRecords';

let base: string;
beforeAll(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'lists-')));
  for (const file of ['b/c.txt', 'a.txt', 'x~', 'B.TXT']) {
    mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
    writeFileSync(path.join(base, file), 'hello');
    utimesSync(path.join(base, file), 1000, 1000);
  }
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe(LIST_GLOB, () => {
  const list = (includes: string, excludes: string | null = null, defaultExcludes = true) =>
    run(LIST_GLOB, { defaultExcludes, excludes, includes }, base, new ChannelCall());

  it('answers FilePaths, sorted', async () => {
    const answer = await list('**/*.txt,x~');
    expect(answer).toBeInstanceOf(JavaArray);
    const array = answer as JavaArray;
    expect(array.className).toBe('[Lhudson.FilePath;');
    expect((array.elements as JavaObject[]).map((file) => file.get('remote'))).toEqual([
      path.join(base, 'a.txt'),
      path.join(base, 'b', 'c.txt'),
    ]);
  });

  it('keeps away what is excluded, and what is by default unless that is off', async () => {
    expect(((await list('**', 'b/,*.txt')) as JavaArray).elements).toHaveLength(1);
    expect(((await list('**', 'b/,*.txt', false)) as JavaArray).elements).toHaveLength(2);
  });

  it.each(['/etc/*', 'C:\\x', '\\\\host\\share'])('refuses the absolute %s', async (includes) => {
    await expect(list(includes)).rejects.toMatchObject({
      javaClass: 'java.io.IOException',
      javaMessage: `Expecting Ant GLOB pattern, but saw '${includes}'. See https://ant.apache.org/manual/Types/fileset.html for syntax`,
    });
  });

  it('says as an IOException that the directory is missing', async () => {
    const missing = path.join(base, 'missing');
    const fields = { defaultExcludes: true, excludes: null, includes: '**' };
    await expect(run(LIST_GLOB, fields, missing, new ChannelCall())).rejects.toMatchObject({
      javaClass: 'java.io.IOException',
      javaMessage: `${missing} does not exist.`,
    });
  });
});

describe(VALIDATE, () => {
  it('explains, or answers null', async () => {
    const fields = { bound: 10_000, caseSensitive: true, fileMasks: '*.jar' };
    expect(await run(VALIDATE, fields, base, new ChannelCall())).toBe('‘*.jar’ doesn’t match anything');
    expect(await run(VALIDATE, { ...fields, fileMasks: '*.txt' }, base, new ChannelCall())).toBeNull();
  });

  it.each([
    ['hudson.FilePath$FileMaskNoMatchesFoundException', Buffer.of(1)],
    ['java.lang.InterruptedException', null],
  ])('gives up with a %s, if the controller knows it', async (javaClass, classFile) => {
    const call = new ChannelCall({ controllerClass: () => Promise.resolve(classFile) });
    const fields = { bound: 1, caseSensitive: true, fileMasks: '**/*.jar' };
    await expect(run(VALIDATE, fields, base, call)).rejects.toMatchObject({
      javaClass,
      javaMessage: 'no matches found within 1',
    });
    expect(isKnownThrowable(javaClass)).toBe(true);
  });
});

describe(LIST_FILES, () => {
  const list = (classFile: string | null, fields = {}) => {
    const controllerClass = () => Promise.resolve(classFile === null ? null : Buffer.from(classFile));
    const all = {
      caseSensitive: true,
      defaultExcludes: true,
      followSymlinks: true,
      excludes: null,
      includes: '**',
      ...fields,
    };
    return run(LIST_FILES, all, base, new ChannelCall({ controllerClass }));
  };

  it('answers a map of each path to itself to controllers until 2.575', async () => {
    const answer = await list('...java/util/HashMap...');
    expect((answer as JavaObject).className).toBe('java.util.HashMap');
    expect(mapEntries(answer).sort()).toEqual([
      ['B.TXT', 'B.TXT'],
      ['a.txt', 'a.txt'],
      ['b/c.txt', 'b/c.txt'],
    ]);
  });

  it('answers a set to later ones', async () => {
    const answer = await list('...java/util/HashSet...');
    expect((answer as JavaObject).className).toBe('java.util.HashSet');
    expect(listValues(answer).sort()).toEqual(['B.TXT', 'a.txt', 'b/c.txt']);
  });

  it('guesses nothing', async () => {
    await expect(list(null)).rejects.toMatchObject({
      javaMessage: `Cannot tell what this controller expects of ${LIST_FILES}: it does not serve the class`,
    });
  });

  it('heeds case', async () => {
    expect(listValues(await list('java/util/HashSet', { includes: '*.txt' }))).toEqual(['a.txt']);
    const both = await list('java/util/HashSet', { includes: '*.txt', caseSensitive: false });
    expect(listValues(both).sort()).toEqual(['B.TXT', 'a.txt']);
  });
});

describe(FIND_RECORDS, () => {
  const fields = { caseSensitive: true, defaultExcludes: true, excludes: null, targets: '**/*.txt' };

  it.each([
    [1_002_000n, true],
    [1_002_001n, false],
  ])('digests files; those of a build that began at %d: %s', async (buildTimestamp, produced) => {
    const answer = await run(FIND_RECORDS, { ...fields, buildTimestamp }, base, new ChannelCall());
    const records = listValues(answer).map((record) => (record as JavaObject).parts[0]?.values);
    const md5sum = '5d41402abc4b2a76b9719d911017c592';
    expect(records).toEqual([
      { produced, fileName: 'a.txt', md5sum, relativePath: 'a.txt' },
      { produced, fileName: 'c.txt', md5sum, relativePath: path.join('b', 'c.txt') },
    ]);
  });
});
