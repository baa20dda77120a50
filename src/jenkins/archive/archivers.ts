/** hudson.util.io.ArchiverFactory and its subclasses as arguments: each makes one kind of archive. */
import { JavaError } from '../../java/java-error.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import type { TreeScan } from '../../os/archive/scanned.js';
import type { JavaObject } from '../../serial/model.js';
import { nullableStr, readShape } from '../../callables/shape.js';
import { optionNames } from '../file-path/open-options-fields.js';
import { tarCompression } from './compression.js';

export interface ArchiverCall {
  /** Called after each entry. */
  readonly onEntry: () => void;
  readonly signal: AbortSignal;
}

/** Makes the bytes of an archive of what has been scanned. */
export type Archiver = (scan: TreeScan, call: ArchiverCall) => AsyncGenerator<Buffer, void, undefined>;

/**
 * The kind of archive that a factory makes.
 * @throws JavaError java.lang.ClassNotFoundException that names a factory of somebody else's
 */
export async function archiver(factory: JavaObject): Promise<Archiver> {
  const make = FACTORIES[factory.className];
  if (make) return make(factory);
  const message = `The archiver ${factory.className} is not known to this agent`;
  throw new JavaError('java.lang.ClassNotFoundException', message);
}

const FACTORIES: Readonly<Record<string, (factory: JavaObject) => Promise<Archiver>>> = {
  /** { TarCompression method } */
  'hudson.util.io.ArchiverFactory$TarArchiverFactory': async (factory) => {
    const { method } = readShape(factory, { method: tarCompression });
    const { tarArchive } = await import('../../os/archive/tar-writer.js');
    return (scan, call) => method.compress(tarArchive(scan, { ...call, charset: defaultCharset }));
  },

  /** { OpenOption[] openOptions, String prefix }; no fields in 2.319 */
  'hudson.util.io.ArchiverFactory$ZipArchiverFactory': (factory) => {
    const { prefix, openOptions } = readShape(factory, { prefix: nullableStr, openOptions: optionNames });
    return zipArchiver(prefix, openOptions.includes('NOFOLLOW_LINKS'));
  },

  /** { String prefix }: until 2.393, for openOptions with NOFOLLOW_LINKS */
  'hudson.util.io.ArchiverFactory$ZipWithoutSymLinksArchiverFactory': (factory) => {
    const { prefix } = readShape(factory, { prefix: nullableStr });
    return zipArchiver(prefix, true);
  },

  // No fields. What the plugin allure had for its reports, in its old package and in its new one.
  'ru.yandex.qatools.allure.jenkins.utils.TrueZipArchiver$Factory': trueZipArchiver,
  'org.allurereport.jenkins.utils.TrueZipArchiver$Factory': trueZipArchiver,
};

async function zipArchiver(prefix: string | null, noFollowLinks: boolean): Promise<Archiver> {
  const { zipArchive } = await import('../../os/archive/zip-writer.js');
  return (scan, call) => zipArchive(scan, { ...call, charset: defaultCharset, prefix, noFollowLinks });
}

/** allure's own zip: links followed, no permissions. */
export async function trueZipArchiver(): Promise<Archiver> {
  const { zipArchive } = await import('../../os/archive/zip-writer.js');
  const options = { charset: defaultCharset, prefix: null, noFollowLinks: false, withoutModes: true };
  return ({ files }, call) => zipArchive({ files, keepsLinks: false }, { ...call, ...options });
}
