/** The CMake plugin: where an unpacked CMake is, and which build tool a build directory was made for. */
import path from 'node:path';
import { defaultCharset } from '../../java/charsets/charset.js';
import { parsePatternList } from '../../os/ant-glob/pattern-list.js';
import { DEFAULT_EXCLUDES } from '../../os/ant-glob/default-excludes.js';
import { scan } from '../../os/ant-glob/scan.js';
import { fileExists } from '../../os/files/attributes.js';
import { childFile } from '../../java/path.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { collected } from '../../os/files/whole-file.js';
import { JavaError } from '../../java/java-error.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { str } from '../../callables/shape.js';
import { filePath } from '../../jenkins/file-path/file-path-value.js';

/** CmakeInstaller$RootDirScanner: the directory above `bin/cmake`, if `share` stands beside that; null if it does not. */
const rootDirectory = fileCallable({
  name: 'hudson.plugins.cmake.CmakeInstaller$RootDirScanner',
  fields: { includes: str },
  run: async ({ includes }, base, { signal }) => {
    if (!(await fileExists(base))) throw unknownLayout('No `bin` and/or `share` subdirectory found');
    const programs: string[] = [];
    const directories = new Set<string>();
    const patterns = { includes: parsePatternList(includes), excludes: DEFAULT_EXCLUDES, caseSensitive: true };
    for await (const match of scan(base, { ...patterns, followLinks: true, signal })) {
      if (match.directory) directories.add(match.path);
      else programs.push(match.path);
    }
    const [program] = programs;
    if (program === undefined) throw unknownLayout('No candidate for cmake executable');
    if (programs.length > 1) throw unknownLayout(`Multiple candidates for cmake executable: [${programs.join(', ')}]`);
    const top = path.dirname(path.dirname(program));
    return top !== '.' && directories.has(path.join(top, 'share')) ? filePath(childFile(base, top)) : null;
  },
});

/** BuildToolEntryParser: CMAKE_MAKE_PROGRAM of a CMakeCache.txt, null without such an entry. */
const buildTool = fileCallable({
  name: 'hudson.plugins.cmake.BuildToolEntryParser',
  run: async (_self, file, { signal }) => {
    const cache = await collected(await openRandomAccess(file, { signal }), file, CACHE);
    return makeProgram(defaultCharset.decode(cache));
  },
});

/** The largest projects' have some hundred kilobytes. */
const CACHE = { bytes: 64 * 1024 * 1024, of: 'a CMakeCache.txt' };

/** Lines `KEY:TYPE=VALUE`, type and quotes around the key optional; comments begin with # or //. */
function makeProgram(cache: string): string | null {
  const entry = /^[ \t]*(?:CMAKE_MAKE_PROGRAM|"CMAKE_MAKE_PROGRAM")(?::[^=\r\n]*)?=(.*)$/m.exec(cache);
  return entry?.[1] === undefined ? null : entry[1].trimEnd();
}

function unknownLayout(what: string): JavaError {
  return new JavaError('hudson.AbortException', `Unknown layout of downloaded cmake archive: ${what}`);
}

export const cmakeCallables = [rootDirectory, buildTool] satisfies Declaration[];
