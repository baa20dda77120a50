import { sep } from 'node:path';
import { DEFAULT_EXCLUDES } from '../../os/ant-glob/default-excludes.js';
import { requireDirectory } from '../../os/ant-glob/file-set.js';
import { scan } from '../../os/ant-glob/scan.js';
import { childFile } from '../../java/path.js';
import { compileJavaRegex } from '../../java/regex/regex.js';
import { declareClass } from '../../serial/declare.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { filePathArray } from '../../jenkins/file-path/file-path-value.js';
import { bool, nullableStr } from '../../callables/shape.js';

const RESULT = declareClass({
  name: 'jenkins.plugins.publish_over.FileFinderResult',
  suid: 1n,
  fields: { directories: '[Lhudson/FilePath;', files: '[Lhudson/FilePath;' },
});

/** Finds what is to be published: the files, and if asked the directories that match and have nothing matching in them. */
const fileFinder = fileCallable({
  name: 'jenkins.plugins.publish_over.FileFinder',
  fields: {
    defaultExcludes: bool,
    findEmptyDirectories: bool,
    excludes: nullableStr,
    includes: nullableStr,
    patternSeparatorRegex: nullableStr,
  },
  run: async (self, path, { signal }) => {
    const separator = self.patternSeparatorRegex ?? DEFAULT_SEPARATOR;
    await requireDirectory(path);
    const includes = await patterns(self.includes, separator, signal);
    const excludes = await patterns(self.excludes, separator, signal);
    const found: Found = { files: [], directories: [] };
    const matches = scan(path, {
      includes: includes.length > 0 ? includes : null,
      excludes: self.defaultExcludes ? [...excludes, ...DEFAULT_EXCLUDES] : excludes,
      caseSensitive: true,
      followLinks: true,
      signal,
    });
    for await (const match of matches) (match.directory ? found.directories : found.files).push(match.path);
    const inside = (name: string): string => childFile(path, name);
    return RESULT.create({
      directories: filePathArray(self.findEmptyDirectories ? emptyOnes(found).map(inside) : []),
      files: filePathArray(found.files.map(inside)),
    });
  },
});

const DEFAULT_SEPARATOR = '[, ]+';

interface Found {
  readonly files: string[];
  readonly directories: string[];
}

async function patterns(list: string | null, separator: string, signal: AbortSignal): Promise<string[]> {
  if (list === null) return [];
  const parts = await compileJavaRegex(separator, { signal }).split(list);
  return parts.filter((pattern) => pattern !== '');
}

function emptyOnes({ files, directories }: Found): string[] {
  const parents = new Set<string>(['']);
  for (const path of [...directories, ...files]) {
    for (let end = path.lastIndexOf(sep); end > 0; end = path.lastIndexOf(sep, end - 1))
      parents.add(path.slice(0, end));
  }
  return directories.filter((directory) => !parents.has(directory));
}

export const publishOverCallables = [fileFinder] satisfies Declaration[];
