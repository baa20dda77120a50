import { scan } from '../../os/ant-glob/scan.js';
import { remoteChild } from '../../java/remote-path.js';

/**
 * The directories below another that Ant patterns select, whatever the case of their letters; itself, if it is one of them.
 * Nothing is left out by default: `new DirectoryScanner()` with nothing set but includes, and getIncludedDirectories().
 * @param includes patterns as they are; an empty list matches nothing
 * @throws JavaError java.lang.IllegalStateException when the directory is missing or not one
 */
export async function includedDirectories(
  directory: string,
  includes: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const found: string[] = [];
  const options = { includes, excludes: [], caseSensitive: false, followLinks: true, signal };
  for await (const match of scan(directory, options)) {
    if (match.directory) found.push(remoteChild(directory, match.path));
  }
  return found;
}
