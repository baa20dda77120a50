import { isRegularFile } from '../files/attributes.js';
import { copyContentsOver, copyWithAttributes } from '../files/copy.js';
import { createDirectories } from '../files/directories.js';
import { fileExists } from '../files/attributes.js';
import { childFile, parentFile } from '../../java/path.js';
import { createSymlink } from '../files/links.js';
import { JavaError } from '../../java/java-error.js';
import { keptLink } from './scanned.js';
import type { TreeScan } from './scanned.js';

export interface CopyTreeOptions {
  readonly signal?: AbortSignal;
  /** Told once, when times and permissions could not be kept: from then on they are not tried. */
  readonly onAttributesLost: (error: JavaError) => void;
  /** Told when a link could not be made: it is left out, and counted all the same. */
  readonly onLinkFailure: (link: string, error: JavaError) => void;
}

/**
 * FilePath.copyRecursiveTo within one machine (CopyRecursiveLocal): files with their times and permissions, links as links, no
 * directory that has no file.
 * @returns how many files and links
 */
export async function copyTree(scan: TreeScan, target: string, options: CopyTreeOptions): Promise<number> {
  let count = 0;
  let withAttributes = true;
  for await (const scanned of scan.files) {
    options.signal?.throwIfAborted();
    const to = childFile(target, scanned.name);
    const link = await keptLink(scan, scanned);
    if (link !== null) {
      await makeParent(to);
      await copyLink(to, link, options);
    } else if (await isRegularFile(scanned.file)) {
      await makeParent(to);
      withAttributes = await copyOne(scanned.file, to, withAttributes, options);
    } else {
      continue;
    }
    count++;
  }
  return count;
}

async function makeParent(file: string): Promise<void> {
  const parent = parentFile(file);
  if (parent !== null && !(await fileExists(parent))) await createDirectories(parent);
}

/** @returns whether to keep attributes from now on */
async function copyOne(from: string, to: string, withAttributes: boolean, options: CopyTreeOptions): Promise<boolean> {
  if (withAttributes) {
    try {
      await copyWithAttributes(from, to);
      return true;
    } catch (error) {
      if (!(error instanceof JavaError)) throw error;
      options.onAttributesLost(error);
    }
  }
  await copyContentsOver(from, to);
  return false;
}

async function copyLink(link: string, target: string, options: CopyTreeOptions): Promise<void> {
  try {
    await createSymlink(link, target, options.signal);
  } catch (error) {
    if (!(error instanceof JavaError) || options.signal?.aborted === true) throw error;
    options.onLinkFailure(link, error);
  }
}
