/**
 * Sparse files in tar archives, as org.apache.commons.compress reads them. An entry's content is the pieces that hold data, one
 * after the other; where they belong, and how long the file is, stands
 *
 *     type 'S' (GNU)    386 4*(offset[12], length[12])    482 more[1]    483 real size[12]; while `more`, records follow of
 *                       0 21*(offset[12], length[12])    504 more[1]
 *     PAX 0.0           GNU.sparse.size, then GNU.sparse.offset and GNU.sparse.numbytes again and again
 *     PAX 0.1           GNU.sparse.size, GNU.sparse.map "offset,length,offset,length...", GNU.sparse.name
 *     PAX 1.0           GNU.sparse.major "1", GNU.sparse.realsize, GNU.sparse.name; the content begins with decimal lines:
 *                       how many pieces, then offset and length of each, filled up with NUL to a multiple of 512 bytes
 */
import { ioError } from '../../java/java-error.js';
import type { ByteSource } from './byte-source.js';
import type { PaxRecord } from './pax.js';
import { RECORD_SIZE } from './tar-header.js';
import { readNumber } from './tar-numbers.js';

/** A piece of a file that is stored. In bytes. */
export interface SparsePiece {
  readonly offset: number;
  readonly length: number;
}

/** What is known of a sparse file. */
export interface SparseFile {
  /** Of the file as a whole, in bytes. */
  readonly size: number;
  readonly pieces: readonly SparsePiece[];
  /** How many bytes of the entry's content the list of pieces took. */
  readonly mapLength: number;
}

/** How many pieces one file may have: each takes memory. GNU tar makes one for each hole of 512 bytes and more. */
const MAX_PIECES = 1_000_000;

/** Of an entry of type 'S': its header, and the records that follow it. */
export async function gnuSparse(header: Buffer, source: ByteSource): Promise<SparseFile> {
  const pieces = piecesOf(header, 386, 4);
  const size = readNumber(header.subarray(483, 495));
  let mapLength = 0;
  for (let more = header[482]; more;) {
    const record = await source.read(RECORD_SIZE);
    if (record.length < RECORD_SIZE) throw ioError('Unexpected end of tar extension');
    mapLength += RECORD_SIZE;
    addAll(pieces, piecesOf(record, 0, 21));
    more = record[504];
  }
  return checked({ size, pieces, mapLength });
}

/** Of PAX records; undefined when they tell of none. `source` is at the entry's content. */
export async function paxSparse(records: readonly PaxRecord[], source: ByteSource): Promise<SparseFile | undefined> {
  const found = new Map(records);
  const [oldSize, newSize] = [found.get('GNU.sparse.size'), found.get('GNU.sparse.realsize')];
  if (found.get('GNU.sparse.major') === '1') {
    return checked({ size: decimal(newSize ?? ''), ...(await mapInContent(source)) });
  }
  if (oldSize === undefined) return undefined;
  const map = found.get('GNU.sparse.map');
  const numbers = map === undefined ? separateNumbers(records) : map.split(',').map(decimal);
  return checked({ size: decimal(oldSize), pieces: inPairs(numbers), mapLength: 0 });
}

/** The file's content out of its stored pieces: `stored` gives the next bytes, at most as many as asked for. */
export async function* expanded(
  { size, pieces }: SparseFile,
  stored: (limit: number) => Promise<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  let at = 0;
  for (const { offset, length } of pieces) {
    yield* zeros(offset - at);
    at = offset + length;
    for (let missing = length; missing > 0;) {
      const bytes = await stored(missing);
      missing -= bytes.length;
      yield bytes;
    }
  }
  yield* zeros(size - at);
}

const ZEROS = Buffer.alloc(64 * 1024);

function* zeros(count: number): Generator<Buffer, void, undefined> {
  for (let missing = count; missing > 0; missing -= ZEROS.length) yield ZEROS.subarray(0, missing);
}

function piecesOf(record: Buffer, start: number, count: number): SparsePiece[] {
  const pieces: SparsePiece[] = [];
  for (let at = start; at < start + 24 * count; at += 24) {
    const offset = readNumber(record.subarray(at, at + 12));
    const length = readNumber(record.subarray(at + 12, at + 24));
    if (offset > 0 || length > 0) pieces.push({ offset, length });
  }
  return pieces;
}

function separateNumbers(records: readonly PaxRecord[]): number[] {
  return records
    .filter(([keyword]) => keyword === 'GNU.sparse.offset' || keyword === 'GNU.sparse.numbytes')
    .map(([, value]) => decimal(value));
}

function inPairs(numbers: readonly number[]): SparsePiece[] {
  const pieces: SparsePiece[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    addAll(pieces, [{ offset: numbers[at] ?? 0, length: numbers[at + 1] ?? 0 }]);
  }
  return pieces;
}

async function mapInContent(source: ByteSource): Promise<{ pieces: SparsePiece[]; mapLength: number }> {
  let mapLength = 0;
  const line = async (): Promise<number> => {
    let text = '';
    for (;;) {
      const byte = await source.read(1);
      if (byte.length === 0) throw ioError('Unexpected EOF when reading parse information of 1.X PAX format');
      mapLength++;
      if (byte[0] === LINE_FEED) return decimal(text);
      text += byte.toString('latin1');
      if (text.length > MAX_DIGITS) throw invalid();
    }
  };
  const pieces: SparsePiece[] = [];
  for (let count = await line(); count > 0; count--) {
    const offset = await line();
    addAll(pieces, [{ offset, length: await line() }]);
  }
  const padding = (RECORD_SIZE - (mapLength % RECORD_SIZE)) % RECORD_SIZE;
  await source.read(padding);
  return { pieces, mapLength: mapLength + padding };
}

const LINE_FEED = 10;
const MAX_DIGITS = 20;

function addAll(pieces: SparsePiece[], more: readonly SparsePiece[]): void {
  if (pieces.length + more.length > MAX_PIECES) throw ioError(`A sparse file of more than ${MAX_PIECES} pieces`);
  pieces.push(...more);
}

/** TarArchiveEntry.getOrderedSparseHeaders: in order, without overlaps, within the file. */
function checked(file: SparseFile): SparseFile {
  const pieces = [...file.pieces].sort((a, b) => a.offset - b.offset);
  let at = 0;
  for (const { offset, length } of pieces) {
    if (offset < at) throw ioError('Corrupted TAR archive. Sparse blocks for the entry overlap.');
    at = offset + length;
    if (at > file.size) throw ioError('Corrupted TAR archive. Sparse block extends beyond real size of the entry.');
  }
  return { ...file, pieces };
}

function decimal(text: string): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw invalid();
  return value;
}

function invalid(): Error {
  return ioError('Corrupted TAR archive. Sparse block offset or length is no number.');
}
