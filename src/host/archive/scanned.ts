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
  return scan.keepsLinks ? resolveSymlink(scanned.file) : null;
}
