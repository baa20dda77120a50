import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareNames } from '../../../src/jenkins/file-path/browser/name-order.js';
import { rawEncode } from '../../../src/jenkins/file-path/browser/raw-encode.js';
import { listValues } from '../../../src/serial/jdk.js';
import type { JavaObject, JavaValue } from '../../../src/serial/model.js';
import { ChannelCall } from '../../support/channel-call.js';
import { scratch } from '../../os/files/scratch.js';
import { called, controllerPath, failureOf, object, onPath, openOptions, unboxed } from './request.js';

const BUILD = 'hudson.model.DirectoryBrowserSupport$BuildChildPaths';

function workspace(): string {
  const base = scratch();
  mkdirSync(join(base, 'chain/one/two'), { recursive: true });
  writeFileSync(join(base, 'chain/one/.hidden'), '');
  writeFileSync(join(base, 'chain/one/two/f'), '');
  mkdirSync(join(base, 'out'));
  writeFileSync(join(base, 'out/a.txt'), 'abc\n');
  writeFileSync(join(base, 'out/b c.txt'), '');
  symlinkSync('a.txt', join(base, 'out/link'));
  mkdirSync(join(base, 'job@tmp'));
  writeFileSync(join(base, 'B.txt'), 'four');
  writeFileSync(join(base, 'a.txt'), '');
  utimesSync(join(base, 'B.txt'), 1, 1_500_000_000);
  return base;
}

const virtual = (f: string, root: string): JavaValue =>
  object('jenkins.util.VirtualFile$FilePathVF', {
    cacheDescendant: false,
    f: controllerPath(f),
    root: controllerPath(root),
  });

/** `href title` of each path of each row, and a star for a directory. */
function rows(glob: JavaValue | undefined): string[] {
  return listValues(glob).map((row) =>
    listValues(row)
      .map((value) => {
        const path = value as JavaObject;
        return `${path.get('href') as string} ${path.get('title') as string}${path.get('isFolder') === true ? '*' : ''}`;
      })
      .join(' > '),
  );
}

describe('the workspace page', () => {
  it.each<[string, bigint]>([
    ['a class', 5n],
    ['a record', 0n],
  ])('answers the request of %s in kind', async (_name, suid) => {
    const base = workspace();
    const fields = { cur: virtual(base, base), locale: null, openOptions: openOptions(true) };
    const answer = (await called(object(BUILD, fields, { suid }))) as JavaObject;
    const expected = suid === 0n ? 0n : 1n;
    expect(answer.desc).toMatchObject({
      name: 'hudson.model.DirectoryBrowserSupport$BuildChildPathsResult',
      suid: expected,
    });
    expect([answer.get('containsSymLink'), answer.get('containsTmpDir')]).toEqual([false, true]);
    const glob = listValues(answer.get('glob'));
    expect(glob.map((row) => (row as JavaObject).className)).toEqual([
      'java.util.ArrayList',
      'java.util.ArrayList',
      'java.util.CollSer',
      'java.util.CollSer',
    ]);
    expect(rows(answer.get('glob'))).toEqual([
      'chain chain* > chain/one one* > chain/one/two two*',
      'out out*',
      'a.txt a.txt',
      'B.txt B.txt',
    ]);
    const last = listValues(glob[3])[0] as JavaObject;
    expect(last.desc.suid).toBe(expected);
    expect(last.parts[0]?.values).toMatchObject({ isReadable: true, lastModified: 1_500_000_000_000n, size: 4n });
  });

  it('hides links and says that there are some', async () => {
    const base = workspace();
    const fields = { cur: virtual(join(base, 'out'), base), openOptions: openOptions(true) };
    const answer = (await called(object(BUILD, fields))) as JavaObject;
    expect(rows(answer.get('glob'))).toEqual(['a.txt a.txt', 'b%20c.txt b c.txt']);
    expect([answer.get('containsSymLink'), answer.get('containsTmpDir')]).toEqual([true, false]);
    const lax = { ...fields, openOptions: openOptions(false) };
    expect(((await called(object(BUILD, lax))) as JavaObject).get('containsSymLink')).toBe(false);
  });

  it('answers controllers of 2021 with the rows alone, temporary directories among them', async () => {
    const base = workspace();
    const answer = (await called(
      object(BUILD, { cur: virtual(base, base), locale: null, root: virtual(base, base) }),
    )) as JavaObject;
    expect(answer.className).toBe('java.util.ArrayList');
    expect(rows(answer)[1]).toBe('job%40tmp job@tmp*'.replace('%40', '@'));
    expect((listValues(answer)[3] as JavaObject).className).toBe('java.util.Collections$SingletonList');
  });

  it('does not run virtual files of plugins', async () => {
    const cur = object('some.plugin.S3File');
    expect(await failureOf(called(object(BUILD, { cur, openOptions: openOptions(true) })))).toBe(
      `java.io.IOException: The virtual file ${BUILD}.cur of class some.plugin.S3File is not known to this agent`,
    );
  });

  it.each([
    ['/x', true],
    ['x/y', false],
    ['', false],
  ])('knows whether %j is absolute', async (fragment, absolute) => {
    const request = object('hudson.model.DirectoryBrowserSupport$IsAbsolute', { fragment });
    expect(await unboxed(called(request))).toBe(absolute);
  });
});

describe('patterns', () => {
  const scan = (base: string, fields: Readonly<Record<string, JavaValue>>) =>
    onPath(base, 'jenkins.util.VirtualFile$Scanner', { useDefaultExcludes: true, excludes: null, ...fields });
  const strict = (base: string) => ({ openOptions: openOptions(true), verificationRoot: base });

  it('selects what may be shown', async () => {
    const base = workspace();
    expect(listValues(await scan(base, { includes: '**/*.txt', ...strict(base) }))).toEqual([
      'B.txt',
      'a.txt',
      'out/a.txt',
      'out/b c.txt',
    ]);
    const lax = { openOptions: openOptions(false), verificationRoot: null };
    expect(listValues(await scan(base, { includes: 'out/*', excludes: '**/b*', ...lax }))).toEqual([
      'out/a.txt',
      'out/link',
    ]);
    const old = { includes: 'out/*', noFollowLinks: true, verificationRoot: base };
    expect(listValues(await scan(base, old))).toEqual(['out/a.txt', 'out/b c.txt']);
  });

  it('selects nothing without a pattern or a directory', async () => {
    const base = workspace();
    const none = (await scan(base, { includes: '', ...strict(base) })) as JavaObject;
    expect(none.className).toBe('java.util.Collections$EmptyList');
    const nowhere = (await scan(join(base, 'nope'), { includes: '**', ...strict(base) })) as JavaObject;
    expect([nowhere.className, nowhere.get('size')]).toEqual(['java.util.ArrayList', 0]);
  });

  it('collects all files where the controller does the matching', async () => {
    const base = workspace();
    const request = object('jenkins.util.VirtualFile$CollectFiles', { root: virtual(join(base, 'chain'), base) });
    expect(listValues(await called(request))).toEqual(['one/.hidden', 'one/two/f']);
    const call = new ChannelCall();
    call.cancel();
    expect(await failureOf(called(request, call))).toBe('java.lang.InterruptedException');
  });
});

describe('names', () => {
  it('are in the order of java.text.Collator', () => {
    // As sorted by Collator.getInstance(Locale.ENGLISH) of Java 17.
    const sorted =
      '_a|.b|~c|(d)|@e|$x|+c|0|10|9|a|A|à| a|-a|a_b|a.b|a+|ab|aB|Ab|a b|a-b|b|B|e|E|é|É|f|foo_1.txt|foo.txt|Foo.txt|' +
      'foo1.txt|FOO1.txt|foo 1.txt|foo-1.txt|u|ü|x$|z|Z|zz';
    const names = sorted.split('|');
    expect([...names].sort().sort(compareNames)).toEqual(names);
    expect([...names].reverse().sort(compareNames)).toEqual(names);
  });

  it.each([
    ['a b', 'a%20b'],
    ['ä😀', '%C3%A4%F0%9F%98%80'],
    ["!$&'()*+,-.=@_", "!$&'()*+,-.=@_"],
    [
      'a/b:c;d<e>f?g[h]i^j`k{l}m~n"o#p%q\\r|',
      'a%2Fb%3Ac%3Bd%3Ce%3Ef%3Fg%5Bh%5Di%5Ej%60k%7Bl%7Dm%7En%22o%23p%25q%5Cr%7C',
    ],
    ['\ud800', '%3F'],
  ])('%j is %j in a URL', (name, encoded) => {
    expect(rawEncode(name)).toBe(encoded);
  });
});
