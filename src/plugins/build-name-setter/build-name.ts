/** The plugin build-name-setter: a build's name from a file. */
import { utf8 } from '../../java/charsets/charset.js';
import { absoluteFile } from '../../java/path.js';
import { fileExists } from '../../os/files/attributes.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { collected } from '../../os/files/whole-file.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';

/** The first line of the file, in UTF-8: null when it is empty, "" when there is no file. */
const firstLine = fileCallable({
  name: 'org.jenkinsci.plugins.buildnameupdater.BuildNameUpdater$FileCallable',
  run: async (_self, path, { signal }) => {
    const file = absoluteFile(path);
    if (!(await fileExists(file))) return '';
    const text = utf8.decode(await collected(untilLineEnd(await openRandomAccess(file, { signal })), file, NAME));
    return text === '' ? null : (text.split(/\r|\n/, 1)[0] ?? null);
  },
});

/** Ends behind a chunk with the end of a line in it. */
async function* untilLineEnd(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    yield chunk;
    if (chunk.includes('\n') || chunk.includes('\r')) return;
  }
}

/** The first line, and what was read with it. */
const NAME = { bytes: 1024 * 1024, of: 'the name of a build' };

export const buildNameCallables = [firstLine] satisfies Declaration[];
