/** Packing a cache: fields of both { boolean useDefaultExcludes, String excludes, String includes, FilePath source }. */
import { scanGlob } from '../../os/archive/dir-scan.js';
import type { TreeScan } from '../../os/archive/scanned.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import { writeWholeFile } from '../../os/files/write-file.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import { filePathField } from '../../jenkins/file-path/file-path-value.js';
import { any, bool, nullableStr } from '../../callables/shape.js';
import type { Shaped } from '../../callables/shape.js';
import { scanCached } from './cached-files.js';
import { compression } from './compression.js';

const createFields = {
  useDefaultExcludes: bool,
  excludes: nullableStr,
  includes: nullableStr,
  source: filePathField,
};
type CreateFields = Shaped<typeof createFields>;

const STRATEGIES = 'jenkins.plugins.jobcacher.arbitrary.';

/** Also { CompressingOutputStreamFactory compressingOutputStreamFactory }. */
const createTar = fileCallable({
  name: `${STRATEGIES}TarArbitraryFileCacheStrategy$CreateTarCallable`,
  fields: { ...createFields, compressingOutputStreamFactory: any },
  run: async (self, path, context, { className }) => {
    const compress = compression(self.compressingOutputStreamFactory);
    const { tarArchive } = await import('../../os/archive/tar-writer.js');
    const scan = await scanOf(self, className, true, context);
    await writeWholeFile(path, compress(tarArchive(scan, { charset: defaultCharset, signal: context.signal })));
    return null;
  },
});

const createZip = fileCallable({
  name: `${STRATEGIES}ZipArbitraryFileCacheStrategy$CreateZipCallable`,
  fields: createFields,
  run: async (self, path, context, { className }) => {
    const { zipArchive } = await import('../../os/archive/zip-writer.js');
    const scan = await scanOf(self, className, false, context);
    const options = { charset: defaultCharset, prefix: null, noFollowLinks: false, signal: context.signal };
    await writeWholeFile(path, zipArchive(scan, options));
    return null;
  },
});

/**
 * Versions before February 2026 follow links; only the class of the controller tells. Where nobody can ask, links are not
 * followed: a cache that lacks what a link leads to is better than one without an end.
 */
async function scanOf(
  self: CreateFields,
  className: string,
  isTar: boolean,
  context: CallableContext,
): Promise<TreeScan> {
  const classFile = await context.agent.controllerClass(className, context);
  if (classFile !== null && !classFile.includes('SymlinkSafeDirScanner')) {
    const { includes, excludes, useDefaultExcludes: defaultExcludes } = self;
    return scanGlob(
      self.source,
      { includes: includes ?? '', excludes, defaultExcludes, followLinks: true },
      context.signal,
    );
  }
  return scanCached(self.source, self, isTar, context.signal);
}

export const createCallables = [createTar, createZip];
