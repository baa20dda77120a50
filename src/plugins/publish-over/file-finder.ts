import { childFile } from '../../java/path.js';
import { declareClass } from '../../serial/declare.js';
import { fileCallable } from '../../callables/callable.js';
import { filePathArray } from '../../jenkins/file-path/file-path-value.js';
import { bool, nullableStr } from '../../callables/shape.js';
import { findFiles } from './find-files.js';

const RESULT = declareClass({
  name: 'jenkins.plugins.publish_over.FileFinderResult',
  suid: 1n,
  fields: { directories: '[Lhudson/FilePath;', files: '[Lhudson/FilePath;' },
});

/** Finds what is to be published: the files, and if asked the directories that match and have nothing matching in them. */
export const fileFinder = fileCallable({
  name: 'jenkins.plugins.publish_over.FileFinder',
  fields: {
    defaultExcludes: bool,
    findEmptyDirectories: bool,
    excludes: nullableStr,
    includes: nullableStr,
    patternSeparatorRegex: nullableStr,
  },
  run: async (self, path, { signal }) => {
    const { files, directories } = await findFiles(path, self, signal);
    const inside = (name: string): string => childFile(path, name);
    return RESULT.create({
      directories: filePathArray(directories.map(inside)),
      files: filePathArray(files.map(inside)),
    });
  },
});
