import { scanGlob } from '../../os/archive/dir-scan.js';
import { keptLink } from '../../os/archive/scanned.js';
import { fileLength, isRegularFile } from '../../os/files/attributes.js';
import { boxLong } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import { nullableStr } from '../../callables/shape.js';

/**
 * The length of all files that patterns select. Links count for nothing since 2026, when the class lost its superclass; before
 * that for what they lead to.
 */
export const directorySize = fileCallable({
  name: 'jenkins.plugins.jobcacher.Cache$DirectorySize',
  fields: { glob: nullableStr, excludes: nullableStr },
  run: async ({ glob, excludes }, path, { signal }, object) => {
    const set = { includes: glob ?? '', excludes, defaultExcludes: true, followLinks: true };
    const { files } = scanGlob(path, set, signal);
    const keepsLinks = object.desc.superDesc === null;
    let total = 0n;
    for await (const scanned of files) {
      if ((await keptLink({ files, keepsLinks }, scanned)) !== null) continue;
      if (await isRegularFile(scanned.file)) total += await fileLength(scanned.file);
    }
    return boxLong(total);
  },
});
