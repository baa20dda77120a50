import { splitAtCommas } from '../../java/trim.js';
import { fileCallable } from '../../callables/callable.js';
import { filePathArray } from '../../jenkins/file-path/file-path-value.js';
import { str } from '../../callables/shape.js';
import { includedDirectories } from './included-directories.js';

/** jacoco: the directories of classes or sources, to be copied from. { String input }: patterns between commas */
export const resolveDirectories = fileCallable({
  name: 'hudson.plugins.jacoco.JacocoPublisher$ResolveDirPaths',
  fields: { input: str },
  run: async ({ input }, workspace, { signal }) =>
    filePathArray(await includedDirectories(workspace, patternsOf(input), signal)),
});

/** `input.split("\\s*,\\s*")`: no white space around commas, and no empty patterns at the end unless there is nothing else. */
function patternsOf(input: string): string[] {
  if (!input.includes(',')) return [input];
  const patterns = splitAtCommas(input);
  while (patterns.at(-1) === '') patterns.pop();
  return patterns;
}
