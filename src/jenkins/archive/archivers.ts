/** hudson.util.io.ArchiverFactory and its subclasses as arguments: each makes one kind of archive. */
import { defaultCharset } from '../../java/charsets/charset.js';
import type { TreeScan } from '../../os/archive/scanned.js';
import { JavaObject } from '../../serial/model.js';
import type { Declared } from '../../callables/kinds.js';
import { assertKnownFields } from '../../callables/known-fields.js';
import { lookup } from '../../callables/lookup.js';
import { nullableStr, readShape } from '../../callables/shape.js';
import type { FieldReader } from '../../callables/shape.js';
import { unknownClass } from '../../callables/unknown-class.js';
import { optionNames } from '../file-path/open-options-fields.js';
import { tarCompression } from './compression.js';

export interface ArchiverCall {
  /** Called after each entry. */
  readonly onEntry: () => void;
  readonly signal: AbortSignal;
}

/** Makes the bytes of an archive of what has been scanned. */
export type Archiver = (scan: TreeScan, call: ArchiverCall) => AsyncGenerator<Buffer, void, undefined>;

/** A hudson.util.io.ArchiverFactory implemented natively. */
export interface ArchiverClass {
  /** Reads the factory, and gives what loads the archiver that it makes. */
  archiver(factory: JavaObject): () => Promise<Archiver>;
}

declare module '../../callables/kinds.js' {
  interface Kinds {
    archiver: ArchiverClass;
  }
}

/** Declares a factory of a Java class. */
export function archiverClass(name: string, archiver: ArchiverClass['archiver']): Declared<'archiver'> {
  return { kind: 'archiver', name, archiver };
}

/** A field that holds a factory. @throws JavaError java.io.IOException that names one that is not known */
export const archiver: FieldReader<() => Promise<Archiver>> = (value) => {
  const found = value instanceof JavaObject ? lookup('archiver', value.className) : undefined;
  if (found && value instanceof JavaObject) {
    assertKnownFields(value);
    return found.archiver(value);
  }
  throw unknownClass('the archiver', value);
};

const FACTORY = 'hudson.util.io.ArchiverFactory';

/** { TarCompression method } */
const tar = archiverClass(`${FACTORY}$TarArchiverFactory`, (factory) => {
  const { method } = readShape(factory, { method: tarCompression });
  return async () => {
    const { tarArchive } = await import('../../os/archive/tar-writer.js');
    return (scan, call) => method.compress(tarArchive(scan, { ...call, charset: defaultCharset }));
  };
});

/** { OpenOption[] openOptions, String prefix }; no fields in 2.319 */
const zip = archiverClass(`${FACTORY}$ZipArchiverFactory`, (factory) => {
  const { prefix, openOptions } = readShape(factory, { prefix: nullableStr, openOptions: optionNames });
  return () => zipArchiver(prefix, openOptions.includes('NOFOLLOW_LINKS'));
});

/** { String prefix }: until 2.393, for openOptions with NOFOLLOW_LINKS */
const zipWithoutLinks = archiverClass(`${FACTORY}$ZipWithoutSymLinksArchiverFactory`, (factory) => {
  const { prefix } = readShape(factory, { prefix: nullableStr });
  return () => zipArchiver(prefix, true);
});

export const archivers = [tar, zip, zipWithoutLinks];

async function zipArchiver(prefix: string | null, noFollowLinks: boolean): Promise<Archiver> {
  const { zipArchive } = await import('../../os/archive/zip-writer.js');
  return (scan, call) => zipArchive(scan, { ...call, charset: defaultCharset, prefix, noFollowLinks });
}
