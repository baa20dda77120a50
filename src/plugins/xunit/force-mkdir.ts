import { ioError } from '../../java/java-error.js';
import { isDirectory } from '../../os/files/attributes.js';
import { makeDirectories } from '../../os/files/directories.js';

/** org.apache.commons.io.FileUtils.forceMkdir */
export async function forceMkdir(directory: string): Promise<void> {
  if ((await makeDirectories(directory)) || (await isDirectory(directory))) return;
  throw ioError(`File ${directory} exists and is not a directory. Unable to create directory.`);
}
