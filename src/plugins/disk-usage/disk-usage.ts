/** The disk-usage plugin: how much a workspace takes. */
import { lstat } from 'node:fs/promises';
import { listFiles } from '../../os/files/directories.js';
import { javaFile, toPath } from '../../java/path.js';
import { boxLong, listValues } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { any } from '../../callables/shape.js';
import { filePathField, remoteOf } from '../../jenkins/file-path/file-path-value.js';

/** Bytes of the files and directories of a tree, links and some paths left out. 0 where there is nothing. */
const diskUsage = callable({
  name: 'hudson.plugins.disk_usage.DiskUsageUtil$DiskUsageCallable',
  fields: { exceedFilesPath: any, path: filePathField },
  run: async ({ exceedFilesPath, path }, { signal }) => {
    const leftOut = listValues(exceedFilesPath).map((each) => javaFile(remoteOf(each, 'exceedFilesPath')));
    return boxLong(await sizeOf(path, new Set(leftOut), signal));
  },
});

export const diskUsageCallables = [diskUsage] satisfies Declaration[];

async function sizeOf(file: string, leftOut: ReadonlySet<string>, signal: AbortSignal): Promise<bigint> {
  signal.throwIfAborted();
  const stats = await lstat(toPath(file), { bigint: true }).catch(() => null);
  if (!stats) return 0n;
  let size = stats.size;
  if (!stats.isDirectory()) return size;
  for (const child of (await listFiles(file)) ?? []) {
    const isLink = await lstat(toPath(child)).then(
      (found) => found.isSymbolicLink(),
      () => true,
    );
    if (!leftOut.has(child) && !isLink) size += await sizeOf(child, leftOut, signal);
  }
  return size;
}
