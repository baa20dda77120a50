/** File.toURI(): `file:/a%20b/`, a slash at the end of a directory, letters beyond ASCII left as they are. */
import { isDirectory } from './attributes.js';
import { absoluteFile } from '../../java/path.js';

/** The text of the java.net.URI. */
export async function fileUri(file: string): Promise<string> {
  const path = absoluteFile(file);
  return uriOf(path, await isDirectory(path));
}

/** The text for an absolute path of either kind of machine. */
export function uriOf(absolutePath: string, directory: boolean): string {
  let path =
    absolutePath.includes('\\') && /^([A-Za-z]:|\\\\)/.test(absolutePath)
      ? absolutePath.replaceAll('\\', '/')
      : absolutePath;
  if (!path.startsWith('/')) path = `/${path}`;
  if (directory && !path.endsWith('/')) path += '/';
  // A UNC path begins with two slashes: java.io.File puts two more before it, so that it is no authority.
  return `file:${path.startsWith('//') ? '//' : ''}${quoted(path)}`;
}

/** java.net.URI.quote with the characters legal in a path: others of ASCII, spaces and controls become UTF-8 escapes. */
function quoted(path: string): string {
  return path.replace(/[^\w\-.!~'()*/:@&=+$,;\u0080-\u{10ffff}]|[\p{Cc}\p{Z}]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
