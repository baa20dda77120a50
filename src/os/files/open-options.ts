/**
 * What the workspace browser asks for beside a path: not to go through symbolic links (java.nio.file.LinkOption
 * NOFOLLOW_LINKS) and not to show `*@tmp` directories (FilePath$DisplayOption IGNORE_TMP_DIRS). Checked from the file
 * upwards until the verification root is reached.
 */
import { ioError } from '../../java/java-error.js';
import { isDirectory, isSymbolicLink } from './attributes.js';
import { fileName, invalidPath, parentFile, toPath } from '../../java/path.js';
import { realPathOf } from './real-path.js';

export interface OpenOptions {
  readonly noFollowLinks: boolean;
  readonly ignoreTmpDirs: boolean;
  /** Where to stop looking upwards; null: the file itself only. */
  readonly verificationRoot: string | null;
}

/** FilePath.isSymlink: whether the file, or a directory on the way to it, is a link, when links are refused. */
export async function isRefusedLink(file: string, options: OpenOptions): Promise<boolean> {
  if (!options.noFollowLinks) return false;
  const invalid = invalidPath(file);
  if (invalid) throw invalid;
  return (await isSymbolicLink(file)) || anyAncestor(file, options.verificationRoot, isSymbolicLink);
}

/** FilePath.isTmpDir: whether the file, or a directory on the way to it, is a `*@tmp` directory, when those are hidden. */
export async function isHiddenTmpDir(file: string, options: OpenOptions): Promise<boolean> {
  if (!options.ignoreTmpDirs) return false;
  return (await isTmpDir(file)) || anyAncestor(file, options.verificationRoot, isTmpDir);
}

/** Whether a directory of this name is the temporary one beside a workspace. */
export function isTmpDirName(name: string): boolean {
  return name.length > TMP_DIR_SUFFIX.length && name.endsWith(TMP_DIR_SUFFIX);
}

/** FilePath.denyTmpDir and denySymlink. Throws JavaError of java.io.IOException. */
export async function refuseTmpDirsAndLinks(file: string, options: OpenOptions): Promise<void> {
  if (await isHiddenTmpDir(file, options)) throw ioError('Tmp directory is prohibited.');
  await refuseLinks(file, options);
}

/** FilePath.denySymlink: to be asked before and after opening, which narrows the race with whoever makes links. */
export async function refuseLinks(file: string, options: OpenOptions): Promise<void> {
  if (await isRefusedLink(file, options)) throw ioError('Symlinks are prohibited.');
}

const TMP_DIR_SUFFIX = '@tmp';

async function isTmpDir(file: string): Promise<boolean> {
  return isTmpDirName(fileName(file)) && (await isDirectory(file));
}

/** FilePath.doesFileAncestorMatch: the file counts as its own ancestor; what cannot be resolved is let pass. */
async function anyAncestor(
  file: string,
  root: string | null,
  matches: (file: string) => Promise<boolean>,
): Promise<boolean> {
  if (root === null) return false;
  const realRoot = await realPathOrNull(root);
  for (let current: string | null = file; current !== null; current = parentFile(current)) {
    const real = await realPathOrNull(current);
    if (real === null || realRoot === null || real === realRoot) return false;
    if (await matches(current)) return true;
  }
  return false;
}

async function realPathOrNull(file: string): Promise<string | null> {
  try {
    return await realPathOf(toPath(file));
  } catch {
    return null;
  }
}
