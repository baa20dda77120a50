import { fileExists } from '../../os/files/attributes.js';
import { createDirectories } from '../../os/files/directories.js';
import { absoluteFile, parentFile } from '../../java/path.js';
import { openForAppending } from '../../os/files/write-file.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declared } from '../../callables/kinds.js';

/** tee: answers a stream that appends to the file, closed with the step or with the channel. */
function createRemoteStream(name: string): Declared<'fileCallable'> {
  return fileCallable({
    name,
    run: async (_self, path, context) => {
      const file = absoluteFile(path);
      await makeParent(file);
      const writer = await openForAppending(file);
      return context.exportOutput({ write: (bytes) => writer.write(bytes), end: () => writer.close() });
    },
  });
}

/** File.mkdirs, which says no more than that it failed. */
async function makeParent(file: string): Promise<void> {
  const parent = parentFile(file);
  if (parent === null || (await fileExists(parent))) return;
  try {
    await createDirectories(parent);
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    throw ioError(`Failed to create directory ${parent}`);
  }
}

const TEE_STEP = 'org.jenkinsci.plugins.pipeline.utility.steps.fs.TeeStep';

export const teeCallables = [
  createRemoteStream(`${TEE_STEP}$CreateRemoteStreamCallable`),
  // Until 2.16.
  createRemoteStream(`${TEE_STEP}$1`),
];
