import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isSymbolicLink } from '../files/attributes.js';
import { nioError } from '../../java/file-errors.js';
import { toPath } from '../../java/path.js';
import { resolveSymlink } from '../files/links.js';

/** A file or directory on its way into an archive or a copy: what hudson.util.FileVisitor is shown. */
export interface Scanned {
  /** Where it is. */
  readonly file: string;
  /** Its name in the archive, before the archive's own rules. */
  readonly name: string;
}

/** What hudson.util.DirScanner.scan comes to. */
export interface TreeScan {
  readonly files: AsyncIterable<Scanned>;
  /** Whether links may be kept as links by who can (FileVisitor.understandsSymlink); else they are followed. */
  readonly keepsLinks: boolean;
}

/** DirScanner.scanSingle: where a link points, when it is to be kept as one. */
export async function keptLink(scan: TreeScan, scanned: Scanned): Promise<string | null> {
  // Asked first, because to read what is no link is to make an error for each file.
  if (!scan.keepsLinks || !(await isSymbolicLink(scanned.file))) return null;
  return resolveSymlink(scanned.file);
}

/** What archives record of a file; links followed. */
export interface FileFacts {
  readonly directory: boolean;
  readonly size: number;
  readonly modified: Date;
  /** The nine permission bits; null on Windows. */
  readonly mode: number | null;
}

/** Files.readAttributes and IOUtils.mode at once. Fails as java.nio does. */
export async function fileFacts(file: string): Promise<FileFacts> {
  try {
    return factsOf(await stat(toPath(file)));
  } catch (error) {
    throw nioError(error, file);
  }
}

export function factsOf(stats: Stats): FileFacts {
  const mode = process.platform === 'win32' ? null : stats.mode & 0o777;
  return { directory: stats.isDirectory(), size: stats.size, modified: stats.mtime, mode };
}
