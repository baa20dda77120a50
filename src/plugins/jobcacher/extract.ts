import { readFrom } from '../../os/files/read-file.js';
import { fileCallable } from '../../callables/callable.js';
import { untarInto } from '../../jenkins/archive/extract.js';
import { filePathField } from '../../jenkins/file-path/file-path-value.js';
import { any } from '../../callables/shape.js';
import { decompression } from './compression.js';

/** A record since 2026, the same fields before: { FilePath target, CompressingInputStreamFactory }. Zip files go through FilePath. */
export const extractTar = fileCallable({
  name: 'jenkins.plugins.jobcacher.arbitrary.TarArbitraryFileCacheStrategy$ExtractTarCallable',
  fields: { target: filePathField, compressingInputStreamFactory: any },
  run: async ({ target, compressingInputStreamFactory }, path, context) => {
    const decompress = decompression(compressingInputStreamFactory);
    const bytes = await decompress(readFrom(path, { signal: context.signal }));
    await untarInto(target, bytes, 'input stream', context);
    return null;
  },
});
