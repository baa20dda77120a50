/** Making archives, and copies between machines, which are tar archives on the way. */
import { charsetForName, defaultCharset } from '../../java/charsets/charset.js';
import { restricted } from '../../os/archive/dir-scan.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration, Declared } from '../../callables/kinds.js';
import { any, nullableStr } from '../../callables/shape.js';
import { openOptionsOf } from '../file-path/open-options-fields.js';
import { archiver } from './archivers.js';
import { tarCompression } from './compression.js';
import { dirScanner } from './dir-scanners.js';
import { sendArchive } from './send-archive.js';

/** FilePath.archive, zip and tar: stash, workspace downloads. A class until 2.484, then a record; the fields are the same. */
const archive = fileCallable({
  name: 'hudson.FilePath$Archive',
  fields: { factory: archiver, out: any, scanner: dirScanner },
  run: (self, path, context, object) =>
    sendArchive(context.output(self.out), context, async (call) => {
      const make = await self.factory();
      return make(restricted(self.scanner(path, context.signal), openOptionsOf(object)), call);
    }),
});

/** FilePath.copyRecursiveTo from here to the controller: archived artifacts. */
const copyToController = tarInto('hudson.FilePath$CopyRecursiveRemoteToLocal');

/** The sending half of a copy from an agent to another one. */
const writeToTar = tarInto('hudson.FilePath$WriteToTar');

/** { TarCompression compression, String filenamesEncoding (since 2.449), Pipe pipe, DirScanner scanner } */
function tarInto(name: string): Declared<'fileCallable'> {
  return fileCallable({
    name,
    fields: { compression: tarCompression, filenamesEncoding: nullableStr, pipe: any, scanner: dirScanner },
    run: ({ compression, filenamesEncoding, pipe, scanner }, path, context) =>
      sendArchive(context.output(pipe), context, async (call) => {
        const charset = filenamesEncoding === null ? defaultCharset : await charsetForName(filenamesEncoding);
        const { tarArchive } = await import('../../os/archive/tar-writer.js');
        return compression.compress(tarArchive(scanner(path, context.signal), { ...call, charset }));
      }),
  });
}

export const creatingCallables = [archive, copyToController, writeToTar] satisfies Declaration[];
