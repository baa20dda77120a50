/** The process behind unprivileged.ts: does one operation and prints its outcome. */
import { canRead, changeMode } from '../../../src/os/files/attributes.js';
import { deleteRecursive } from '../../../src/os/files/delete.js';
import { createDirectories, listNames } from '../../../src/os/files/directories.js';
import { createSymlink } from '../../../src/os/files/links.js';
import { openForReading, openRandomAccess } from '../../../src/os/files/read-file.js';
import { SmallFileReader } from '../../../src/os/files/small-file-reader.js';
import { createTempFile } from '../../../src/os/files/temporary-files.js';
import { openForWriting } from '../../../src/os/files/write-file.js';
import { JavaError } from '../../../src/java/java-error.js';

const OPERATIONS: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  canRead,
  listNames,
  read: async (path) => (await openForReading(path)).close(),
  readRandom: async (path) => (await openRandomAccess(path, {})).close(),
  readSmall: (path) => new SmallFileReader().read(path),
  write: async (path) => (await openForWriting(path)).close(),
  mkdirs: createDirectories,
  chmod: (path) => changeMode(path, 0o777),
  temporary: (path) => createTempFile('abc', null, path),
  link: (path) => createSymlink(path, 'target'),
  deleteRecursive: (path) => deleteRecursive(path, { retryWait: 1 }),
};

const [operation = '', path = ''] = process.argv.slice(2);
try {
  const value = await OPERATIONS[operation]?.(path);
  process.stdout.write(JSON.stringify({ value: value ?? null }));
} catch (error) {
  const { cause, suppressed = [] } = error as Partial<JavaError>;
  process.stdout.write(
    JSON.stringify({ error: String(error), cause: String(cause), suppressed: suppressed.map(String) }),
  );
}
