/** Installers that unpack zip files, which carry no permissions, make everything in them executable. */
import { chmod, stat } from 'node:fs/promises';
import { childFile, isUsableFile } from '../../java/path.js';
import { listNames } from '../../os/files/directories.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declared } from '../../callables/kinds.js';

/** Declares the callable of an installer that does so. */
export function executableTree(name: string): Declared<'fileCallable'> {
  return fileCallable({
    name,
    run: async (_self, path, { signal }) => {
      if (process.platform !== 'win32') await makeExecutable(path, signal);
      return null;
    },
  });
}

/** File.setExecutable(true, false) on every file of a tree; one that cannot be changed is passed over, as there. */
async function makeExecutable(file: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (!isUsableFile(file)) return;
  const stats = await stat(file).catch(() => null);
  if (stats?.isFile()) {
    await chmod(file, (stats.mode & 0o7777) | 0o111).catch(() => undefined);
    return;
  }
  for (const name of (await listNames(file)) ?? []) await makeExecutable(childFile(file, name), signal);
}
