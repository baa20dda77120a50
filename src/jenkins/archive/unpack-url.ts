import { JavaError, ioError } from '../../java/java-error.js';
import { urlText } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import type { FieldReader } from '../../callables/shape.js';
import { GZIP } from './compression.js';
import { untarInto } from './extract.js';

const url: FieldReader<string> = (value) => urlText(value);

/**
 * FilePath.installIfNecessaryFrom: a tool's archive, downloaded and unpacked here. When it fails with an IOException the
 * controller downloads the archive itself and sends it.
 */
const unpack = fileCallable({
  name: 'hudson.FilePath$Unpack',
  fields: { archive: url },
  run: async ({ archive }, path, context) => {
    const { download } = await import('./download.js');
    const source = new CountedSource(download(archive, context.signal));
    try {
      await unpackInto(path, archive, source, context);
    } catch (error) {
      if (!(error instanceof JavaError) || context.signal.aborted) throw error;
      // What kept the download from beginning comes as it is.
      if (!source.hasBegun) throw error;
      throw ioError(`Failed to unpack ${archive} (${source.count} bytes read)`, { cause: error });
    }
    return null;
  },
});

async function unpackInto(
  path: string,
  archive: string,
  source: AsyncIterable<Buffer>,
  context: CallableContext,
): Promise<void> {
  if (archive.endsWith('.zip')) {
    const { unzipStream } = await import('../../os/archive/unzip.js');
    await unzipStream(source, path, context.signal);
  } else {
    await untarInto(path, await GZIP.extract(source), 'input stream', context);
  }
}

/** Counts what passes. */
class CountedSource implements AsyncIterable<Buffer> {
  count = 0;
  hasBegun = false;

  constructor(private readonly source: AsyncIterable<Buffer>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of this.source) {
      this.hasBegun = true;
      this.count += chunk.length;
      yield chunk;
    }
    this.hasBegun = true;
  }
}

export const unpackCallables = [unpack] satisfies Declaration[];
