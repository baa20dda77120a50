/** Digests of files, in lower-case hex. */
import { createHash } from 'node:crypto';
import { readFrom } from './read-file.js';

/** hudson.Util.getDigestOf and its like. `algorithm` as OpenSSL names it: `md5`, `sha1`, `sha256`. Constant memory. */
export async function digestOf(file: string, algorithm = 'md5', signal?: AbortSignal): Promise<string> {
  const hash = createHash(algorithm);
  for await (const bytes of readFrom(file, { signal })) hash.update(bytes);
  return hash.digest('hex');
}
