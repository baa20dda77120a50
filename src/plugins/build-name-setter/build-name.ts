/** The plugin build-name-setter: a build's name from a file. */
import { utf8 } from '../../java/charsets/charset.js';
import { absoluteFile } from '../../java/path.js';
import { fileExists } from '../../os/files/attributes.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

/** The first line of the file, in UTF-8: null when it is empty, "" when there is no file. */
const firstLine = fileCallable({
  name: 'org.jenkinsci.plugins.buildnameupdater.BuildNameUpdater$FileCallable',
  run: async (_self, path, { signal }) => {
    const file = absoluteFile(path);
    if (!(await fileExists(file))) return '';
    const chunks: Buffer[] = [];
    for await (const chunk of await openRandomAccess(file, { signal })) {
      chunks.push(chunk);
      if (chunk.includes('\n') || chunk.includes('\r')) break;
    }
    const text = utf8.decode(Buffer.concat(chunks));
    return text === '' ? null : (text.split(/\r|\n/, 1)[0] ?? null);
  },
});

export const buildNameCallables = [firstLine] satisfies Declaration[];
