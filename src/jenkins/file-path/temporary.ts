/** Temporary files and directories. */
import { ioError, JavaError } from '../../java/java-error.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import { encodeStrictly } from '../../java/charsets/strict.js';
import { makeDirectories } from '../../os/files/directories.js';
import { absoluteFile, fileName } from '../../java/path.js';
import { createTempDirectory, createTempFile, temporaryDirectory } from '../../os/files/temporary-files.js';
import { openForWriting } from '../../os/files/write-file.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { bool, nullableStr, str } from '../../callables/shape.js';
import { isBefore2326 } from './generation.js';

/** Answers the name alone. */
const tempFile = fileCallable({
  name: 'hudson.FilePath$CreateTempFile',
  fields: { prefix: str, suffix: nullableStr },
  run: async (self, path) => fileName(await createTempFile(self.prefix, self.suffix, path)),
});

/** A file with a text in it (the script of a build step); answers its absolute path. */
const textTempFile = fileCallable({
  name: 'hudson.FilePath$CreateTextTempFile',
  fields: { inThisDirectory: bool, contents: str, prefix: str, suffix: nullableStr },
  run: async (self, path, _context, object) => {
    const directory = self.inThisDirectory ? path : temporaryDirectory();
    if (self.inThisDirectory) await makeDirectories(directory);
    const file = await createTempFile(self.prefix, self.suffix, directory).catch((cause: unknown) => {
      if (cause instanceof JavaError && cause.javaClass !== 'java.io.IOException') throw cause;
      throw ioError(`Failed to create a temporary directory in ${directory}`, { cause });
    });
    const writer = await openForWriting(file);
    try {
      // FileWriter, which was used before, wrote a question mark for what cannot be encoded; the newer way fails.
      await writer.write(isBefore2326(object) ? defaultCharset.encode(self.contents) : encodeStrictly(self.contents));
    } finally {
      await writer.close();
    }
    return absoluteFile(file);
  },
});

/** Answers the name alone. `name` is the beginning of it. */
const tempDirectory = fileCallable({
  name: 'hudson.FilePath$CreateTempDir',
  fields: { name: nullableStr },
  run: async (self, path) => fileName(await createTempDirectory(path, self.name)),
});

export const temporaryCallables = [tempFile, textTempFile, tempDirectory] satisfies Declaration[];
