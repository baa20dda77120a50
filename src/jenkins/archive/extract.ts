/** Unpacking archives: unstash, the steps that unpack files, copies from the controller. */
import { charsetForName, defaultCharset } from '../../java/charsets/charset.js';
import type { Charset } from '../../java/charsets/charset.js';
import { readFrom } from '../../os/files/read-file.js';
import { remoteName } from '../../java/remote-path.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration, Declared } from '../../callables/kinds.js';
import { any, nullableStr, str } from '../../callables/shape.js';
import { filePathField, remoteOf } from '../file-path/file-path-value.js';
import { tarCompression } from './compression.js';
import type { TarCompression } from './compression.js';
import { untarRules } from './controller-rules.js';
import { linkFailureLogger } from './log.js';

/** { TarCompression compression, RemoteInputStream in, String name } */
const untarRemote = fileCallable({
  name: 'hudson.FilePath$UntarRemote',
  fields: { compression: tarCompression, in: any, name: str },
  run: async (self, path, context) => {
    await untarInto(path, await self.compression.extract(context.input(self.in)), self.name, context);
    return null;
  },
});

const untarFrom = fileCallable({
  name: 'hudson.FilePath$UntarFrom',
  fields: { compression: tarCompression, in: any },
  run: async (self, path, context) => {
    await untarInto(path, await self.compression.extract(context.input(self.in)), 'input stream', context);
    return null;
  },
});

/** { TarCompression compression, FilePath filePath }: an archive that is here already */
const untarLocal = fileCallable({
  name: 'hudson.FilePath$UntarLocal',
  fields: { compression: tarCompression, filePath: filePathField },
  run: async ({ compression, filePath }, path, context) => {
    await untarFile(filePath, path, compression, context);
    return null;
  },
});

/** FilePath.untar on one machine. */
export async function untarFile(
  archive: string,
  directory: string,
  compression: TarCompression,
  context: CallableContext,
): Promise<void> {
  const bytes = await compression.extract(readFrom(archive, { signal: context.signal }));
  await untarInto(directory, bytes, remoteName(archive), context);
}

/** { TarCompression compression, String description, String filenamesEncoding (since 2.449), Pipe pipe, FilePath target } */
const readFromTar = fileCallable({
  name: 'hudson.FilePath$ReadFromTar',
  fields: {
    compression: tarCompression,
    description: nullableStr,
    filenamesEncoding: nullableStr,
    pipe: any,
    target: any,
  },
  run: async ({ compression, description, filenamesEncoding, pipe, target }, path, context) => {
    const charset = filenamesEncoding === null ? defaultCharset : await charsetForName(filenamesEncoding);
    const name = `${remoteOf(target, 'ReadFromTar.target')}/${description ?? 'null'}`;
    await untarInto(path, await compression.extract(context.input(pipe)), name, context, charset);
    return null;
  },
});

const unzipLocal = fileCallable({
  name: 'hudson.FilePath$UnzipLocal',
  fields: { filePath: filePathField },
  run: async ({ filePath }, path, { signal }) => {
    const { unzipFile } = await import('../../os/archive/unzip.js');
    await unzipFile(filePath, path, signal);
    return null;
  },
});

const unzipRemote = unzipFrom('hudson.FilePath$UnzipRemote');
const unzipFromStream = unzipFrom('hudson.FilePath$UnzipFrom');

/** { RemoteInputStream in } */
function unzipFrom(name: string): Declared<'fileCallable'> {
  return fileCallable({
    name,
    fields: { in: any },
    run: async (self, path, context) => {
      const { unzipStream } = await import('../../os/archive/unzip.js');
      await unzipStream(context.input(self.in), path, context.signal);
      return null;
    },
  });
}

/** FilePath.readFromTar. `name` is how its messages call the archive. */
export async function untarInto(
  directory: string,
  bytes: AsyncIterable<Buffer>,
  name: string,
  context: CallableContext,
  charset: Charset = defaultCharset,
): Promise<void> {
  const { untar } = await import('../../os/archive/untar.js');
  await untar(bytes, directory, {
    archive: name,
    charset,
    rules: untarRules(context),
    signal: context.signal,
    onLinkFailure: linkFailureLogger(context),
  });
}

export const extractingCallables = [
  untarRemote,
  untarFrom,
  untarLocal,
  readFromTar,
  unzipLocal,
  unzipRemote,
  unzipFromStream,
] satisfies Declaration[];
