/** The ways of hudson.util.DirScanner to find what goes into an archive or a copy. */
import { filesOf } from '../ant-glob/file-set.js';
import type { FileSet } from '../ant-glob/file-set.js';
import { canRead, fileExists, isDirectory } from '../files/attributes.js';
import { listNames } from '../files/directories.js';
import { childFile, fileName } from '../../java/path.js';
import { isHiddenTmpDir, isRefusedLink } from '../files/open-options.js';
import type { OpenOptions } from '../files/open-options.js';
import type { Scanned, TreeScan } from './scanned.js';

/** Whether a file is wanted (java.io.FileFilter). */
export type FileFilter = (file: string) => boolean | Promise<boolean>;

/**
 * DirScanner.Full: everything, each name with the directory's own name before it, a directory before what is in it. Links to
 * directories are shown and entered: that is how it has always been.
 */
export function scanFull(directory: string, signal?: AbortSignal): TreeScan {
  return { files: full(directory, fileName(directory), signal), keepsLinks: true };
}

/** DirScanner.Filter: all directories, and the files that a filter accepts. Links are followed. */
export function scanFiltered(directory: string, accepts: FileFilter, signal?: AbortSignal): TreeScan {
  const wanted = async ({ file }: Scanned): Promise<boolean> => (await isDirectory(file)) || accepts(file);
  return { files: filtered(full(directory, fileName(directory), signal), wanted), keepsLinks: false };
}

/** DirScanner.Glob: the files that Ant patterns select, without directories. No patterns at all mean everything, as `scanFull`. */
export function scanGlob(directory: string, set: FileSet, signal?: AbortSignal): TreeScan {
  if (set.includes === '' && set.excludes === null) return scanFull(directory, signal);
  return { files: glob(directory, set, signal), keepsLinks: true };
}

/** FilePath.ExplicitlySpecifiedDirScanner: name in the archive -> path below the directory. Nothing is looked up. */
export function scanExplicit(directory: string, files: ReadonlyMap<string, string>): TreeScan {
  return { files: explicit(directory, files), keepsLinks: true };
}

/**
 * FilePath.ignoringSymlinks and ignoringTmpDirs around the visitor: links are then never kept, and with a verification root
 * what is or lies below a link or a `*@tmp` directory is left out.
 */
export function restricted(scan: TreeScan, options: OpenOptions): TreeScan {
  if (!options.noFollowLinks && !options.ignoreTmpDirs) return scan;
  if (options.verificationRoot === null) return { files: scan.files, keepsLinks: false };
  const allowed = async ({ file }: Scanned): Promise<boolean> =>
    !(await isHiddenTmpDir(file, options)) && !(await isRefusedLink(file, options));
  return { files: filtered(scan.files, allowed), keepsLinks: false };
}

async function* full(file: string, name: string, signal: AbortSignal | undefined): AsyncGenerator<Scanned> {
  const pending: Scanned[] = [{ file, name }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    signal?.throwIfAborted();
    if (!(await canRead(next.file))) continue;
    yield next;
    const { file: parent, name: prefix } = next;
    const names = (await isDirectory(parent)) ? await listNames(parent) : null;
    for (const child of (names ?? []).reverse()) {
      pending.push({ file: childFile(parent, child), name: `${prefix}/${child}` });
    }
  }
}

async function* glob(directory: string, set: FileSet, signal: AbortSignal | undefined): AsyncGenerator<Scanned> {
  // A missing directory has no files here; a set of files by itself would refuse it.
  if (!(await fileExists(directory))) return;
  for await (const name of filesOf(directory, set, signal)) yield { file: childFile(directory, name), name };
}

// eslint-disable-next-line @typescript-eslint/require-await -- iterated like its relatives, which do wait
async function* explicit(directory: string, files: ReadonlyMap<string, string>): AsyncGenerator<Scanned> {
  for (const [name, path] of files) yield { file: childFile(directory, path), name };
}

async function* filtered(
  files: AsyncIterable<Scanned>,
  wanted: (scanned: Scanned) => Promise<boolean>,
): AsyncGenerator<Scanned> {
  for await (const scanned of files) if (await wanted(scanned)) yield scanned;
}
