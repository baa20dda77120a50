import { defaultCharset } from '../../java/charsets/charset.js';
import type { Archiver } from '../../jenkins/archive/archivers.js';

/** The plugin's own zip of a report (TrueZipArchiver): links followed, no permissions. */
export async function trueZipArchiver(): Promise<Archiver> {
  const { zipArchive } = await import('../../os/archive/zip-writer.js');
  const options = { charset: defaultCharset, prefix: null, noFollowLinks: false, withoutModes: true };
  return ({ files }, call) => zipArchive({ files, keepsLinks: false }, { ...call, ...options });
}
