/** Permissions and times. */
import { JavaError, ioError } from '../../java/java-error.js';
import { changeMode, fileExists, fileMode, setLastModified } from '../../os/files/attributes.js';
import { writeFile } from '../../os/files/write-file.js';
import { boxInt } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { int, long } from '../../callables/shape.js';
import { isBefore2326 } from './generation.js';

const mode = fileCallable({
  name: 'hudson.FilePath$Mode',
  run: async (_self, path, _context, object) => {
    try {
      return boxInt(await fileMode(path));
    } catch (cause) {
      if (!isBefore2326(object)) throw cause;
      throw new JavaError('hudson.os.PosixException', 'Unable to get file permissions', { cause });
    }
  },
});

const chmod = fileCallable({
  name: 'hudson.FilePath$Chmod',
  fields: { mask: int },
  run: async (self, path) => {
    await changeMode(path, self.mask);
    return null;
  },
});

/** Makes an empty file when there is none. */
const touch = fileCallable({
  name: 'hudson.FilePath$Touch',
  fields: { timestamp: long },
  run: async (self, path) => {
    if (!(await fileExists(path))) await writeFile(path, Buffer.alloc(0));
    if (!(await setLastModified(path, self.timestamp))) throw ioError(notSet(path, self.timestamp));
    return null;
  },
});

/** On Windows, where this fails often, the answer is a warning for the controller to log. */
const setModified = fileCallable({
  name: 'hudson.FilePath$SetLastModified',
  fields: { timestamp: long },
  run: async (self, path) => {
    if (await setLastModified(path, self.timestamp)) return null;
    if (process.platform === 'win32') return notSet(path, self.timestamp);
    throw ioError(notSet(path, self.timestamp));
  },
});

function notSet(path: string, timestamp: bigint): string {
  return `Failed to set the timestamp of ${path} to ${String(timestamp)}`;
}

export const attributeCallables = [mode, chmod, touch, setModified] satisfies Declaration[];
