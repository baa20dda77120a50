/**
 * hudson.util.io.TarArchiver over org.apache.tools.tar.TarOutputStream: GNU long names (LONGFILE_GNU), star's large numbers
 * (BIGNUMBER_STAR), blocks of 20 records. No package that writes tar can be told to use these forms, and they are what every
 * generation of the controller has been fed.
 */
import { openForReading } from '../files/read-file.js';
import { SmallFileReader } from '../files/small-file-reader.js';
import type { SmallFile } from '../files/small-file-reader.js';
import type { Charset } from '../../java/charsets/charset.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { coalesced } from './coalesced.js';
import { factsOf, fileFacts, keptLink } from './scanned.js';
import type { FileFacts, Scanned, TreeScan } from './scanned.js';
import { normalizeTarName } from './tar-names.js';
import { RECORD_SIZE, TYPE, encodeTarHeader } from './tar-header.js';
import type { TarHeader } from './tar-header.js';

export interface ArchiveOptions {
  /** Of the names in the archive. */
  readonly charset: Charset;
  /** Called after each entry. */
  readonly onEntry?: () => void;
  readonly signal?: AbortSignal;
}

export interface TarOptions extends ArchiveOptions {
  /** The permissions to record of a file or directory, by those that it has (null on Windows). Default: those. */
  readonly modeOf?: (mode: number | null, directory: boolean) => number;
}

const BLOCK_SIZE = 20 * RECORD_SIZE;
const NAME_LENGTH = 100;

/** The bytes of a tar archive of what has been scanned, made as they are taken. */
export function tarArchive(scan: TreeScan, options: TarOptions): AsyncGenerator<Buffer, void, undefined> {
  return coalesced(entries(scan, options));
}

async function* entries(scan: TreeScan, options: TarOptions): AsyncGenerator<Buffer, void, undefined> {
  const reader = new SmallFileReader();
  let written = 0;
  for await (const scanned of scan.files) {
    options.signal?.throwIfAborted();
    const small = await reader.read(scanned.file);
    if (small) {
      const bytes = smallEntry(scanned, small, options);
      written += bytes.length;
      yield bytes;
    } else {
      for await (const bytes of otherEntry(scan, scanned, options)) {
        written += bytes.length;
        yield bytes;
      }
    }
    options.onEntry?.();
  }
  const withEnd = written + 2 * RECORD_SIZE;
  yield Buffer.alloc(Math.ceil(withEnd / BLOCK_SIZE) * BLOCK_SIZE - written);
}

function smallEntry(scanned: Scanned, { stats, content }: SmallFile, options: TarOptions): Buffer {
  const header = headerRecords(fileHeader(scanned, factsOf(stats), options), options.charset);
  return Buffer.concat([header, content, padding(content.length)]);
}

async function* otherEntry(scan: TreeScan, scanned: Scanned, options: TarOptions): AsyncGenerator<Buffer> {
  const target = await keptLink(scan, scanned);
  yield* target === null ? fileEntry(scanned, options) : linkEntry(scanned, target, options);
}

async function* linkEntry(link: Scanned, linkName: string, { charset }: ArchiveOptions): AsyncGenerator<Buffer> {
  // The mode is that of what the link leads to; a link that leads nowhere has the usual one.
  const mode = await fileFacts(link.file).then(
    (facts) => facts.mode,
    (error: unknown) => {
      if (error instanceof JavaError) return null;
      throw error;
    },
  );
  const modified = Math.floor(Date.now() / 1000);
  const name = normalizeTarName(link.name);
  const header = { name, mode: mode ?? DEFAULT_FILE_MODE, size: 0, modified, linkName };
  yield headerRecords({ ...header, type: TYPE.SYMBOLIC_LINK }, charset);
}

async function* fileEntry(scanned: Scanned, options: TarOptions): AsyncGenerator<Buffer> {
  const { charset, signal } = options;
  const { file } = scanned;
  const facts = await fileFacts(file);
  const header = fileHeader(scanned, facts, options);
  if (facts.directory) {
    yield headerRecords(header, charset);
    return;
  }
  // Opened before its header is written: a file that cannot be read leaves no broken entry.
  const content = await openForReading(file, { signal });
  yield* contentRecords(header, content, charset, signal);
}

function fileHeader(scanned: Scanned, facts: FileFacts, { modeOf = ownMode }: TarOptions): TarHeader {
  const { directory, size, modified, mode } = facts;
  return {
    name: normalizeTarName(directory ? `${scanned.name}/` : scanned.name),
    mode: modeOf(mode, directory),
    size: directory ? 0 : size,
    modified: Math.trunc(modified.getTime() / 1000),
    type: directory ? TYPE.DIRECTORY : TYPE.FILE,
    linkName: '',
  };
}

function ownMode(mode: number | null, directory: boolean): number {
  return mode ?? (directory ? DEFAULT_DIRECTORY_MODE : DEFAULT_FILE_MODE);
}

/** The header and exactly as many bytes as it says, whatever becomes of the file meanwhile. */
async function* contentRecords(
  header: TarHeader,
  content: AsyncIterable<Buffer>,
  charset: Charset,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const { name, size } = header;
  let pending: Buffer | null = headerRecords(header, charset);
  let sent = 0;
  let cause: unknown;
  try {
    for await (const chunk of content) {
      const bytes = chunk.subarray(0, size - sent);
      sent += bytes.length;
      // Header and padding travel with the content: a small file is one chunk.
      const isLast = sent === size;
      yield pending || isLast ? Buffer.concat([pending ?? EMPTY, bytes, isLast ? padding(size) : EMPTY]) : bytes;
      pending = null;
      if (isLast) return;
    }
  } catch (error) {
    if (!(error instanceof JavaError) || signal?.aborted === true) throw error;
    cause = error;
  }
  if (pending) yield pending;
  if (sent < size) {
    throw ioError(
      `entry '${name}' closed at '${sent}' before the '${size}' bytes specified in the header were written`,
      { cause },
    );
  }
}

/** TarOutputStream.putNextEntry: names of 100 bytes and more, NUL-terminated, go before the entry in entries of their own. */
function headerRecords(header: TarHeader, charset: Charset): Buffer {
  const long = (text: string, type: string): Buffer[] => {
    const bytes = charset.encode(text);
    if (bytes.length < NAME_LENGTH) return [];
    const { modified } = header;
    const size = bytes.length + 1;
    const own = {
      name: '././@LongLink',
      mode: DEFAULT_FILE_MODE,
      size,
      modified: Math.max(modified, 0),
      type,
      linkName: '',
    };
    return [encodeTarHeader(own, charset), bytes, Buffer.alloc(1), padding(size)];
  };
  return Buffer.concat([
    ...long(header.name, TYPE.LONG_NAME),
    ...long(header.linkName, TYPE.LONG_LINK),
    encodeTarHeader(header, charset),
  ]);
}

function padding(size: number): Buffer {
  return Buffer.alloc((RECORD_SIZE - (size % RECORD_SIZE)) % RECORD_SIZE);
}

const EMPTY = Buffer.alloc(0);

const DEFAULT_FILE_MODE = 0o100644;
const DEFAULT_DIRECTORY_MODE = 0o40755;
