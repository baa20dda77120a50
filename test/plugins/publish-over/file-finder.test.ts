import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { JavaArray, JavaObject, JavaValue } from '../../../src/serial/model.js';
import { scratch } from '../../os/files/scratch.js';
import { askAt } from '../../jenkins/ask.js';
import { failureOf } from '../../jenkins/file-path/request.js';

async function find(root: string, fields: Readonly<Record<string, JavaValue>>) {
  const all = { defaultExcludes: true, findEmptyDirectories: false, excludes: null, includes: null };
  const request = { ...all, patternSeparatorRegex: '[, ]+', ...fields };
  const answer = (await askAt(root, 'jenkins.plugins.publish_over.FileFinder', request)) as JavaObject;
  expect(answer.desc).toMatchObject({ name: 'jenkins.plugins.publish_over.FileFinderResult', suid: 1n });
  const paths = (field: string) =>
    ((answer.get(field) as JavaArray).elements as JavaObject[]).map((path) =>
      (path.get('remote') as string).replace(`${root}/`, ''),
    );
  return { files: paths('files'), directories: paths('directories') };
}

function tree(): string {
  const root = scratch();
  for (const directory of ['a/empty', 'b', 'c/.git']) mkdirSync(join(root, directory), { recursive: true });
  for (const file of ['1.txt', 'b/2.txt', 'c/.git/3.txt', 'c/4 4.txt']) writeFileSync(join(root, file), '');
  return root;
}

it('finds files by patterns that are separated as the user says', async () => {
  const root = tree();
  expect(await find(root, { includes: '1.txt b/*.txt,,c/**' })).toEqual({
    files: ['1.txt', 'b/2.txt', 'c/4 4.txt'],
    directories: [],
  });
  expect(await find(root, { includes: 'c/4 4.txt;b/**', excludes: 'b/2.txt', patternSeparatorRegex: ';' })).toEqual({
    files: ['c/4 4.txt'],
    directories: [],
  });
  expect((await find(root, { defaultExcludes: false })).files).toHaveLength(4);
});

it('finds directories that have nothing in them', async () => {
  expect((await find(tree(), { findEmptyDirectories: true })).directories).toEqual(['a/empty']);
  expect((await find(tree(), { findEmptyDirectories: true, includes: 'a/**,b' })).directories).toEqual([
    'a/empty',
    'b',
  ]);
});

it('fails for a directory that is not there, and for a separator that is none', async () => {
  const gone = join(scratch(), 'gone');
  expect(await failureOf(find(gone, {}))).toBe(`org.apache.tools.ant.BuildException: ${gone} does not exist.`);
  expect(await failureOf(find(tree(), { includes: 'a', patternSeparatorRegex: '[' }))).toMatch(
    /^java.util.regex.PatternSyntaxException: Unclosed character class/,
  );
});
