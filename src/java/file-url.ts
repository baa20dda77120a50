/** Which file a `file:` URL names: java.net's handler of them. */
import { fileURLToPath } from 'node:url';
import { javaFile } from './path.js';

/** On Windows one without a drive (`file:/x`) is on the drive that the agent works on; Node takes none. */
export function fileOfUrl(url: string | URL, platform = process.platform): string {
  const parsed = new URL(url);
  const windows = platform === 'win32';
  if (!windows || parsed.host !== '' || /^\/[A-Za-z]:/.test(parsed.pathname)) return fileURLToPath(parsed, { windows });
  return javaFile(decodeURIComponent(parsed.pathname), 'win32');
}
