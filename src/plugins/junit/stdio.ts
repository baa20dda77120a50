/** Which output of tests is kept, and how much of it. */
import { defaultCharset } from '../../java/charsets/charset.js';
import { fileIoError, streamError } from '../../java/file-errors.js';
import { toPath } from '../../java/path.js';
import { OPEN, openFile } from '../../os/files/open-file.js';

/** hudson.tasks.junit.StdioRetention. */
export type StdioRetention = 'ALL' | 'FAILED' | 'NONE';

/** Characters at either end of what is cut. */
const HALF_OF_PASSED = 500;
const HALF_OF_FAILED = 50_000;

/** Files of this many bytes are cut even if everything is to be kept. */
const MAX_FILE = 1024 * 1024;

/** CaseResult.possiblyTrimStdio: the middle of a long text makes room for a note of its length. */
export function trimText(text: string | null, retention: StdioRetention, hasFailures: boolean): string | null {
  if (text === null || keepsAll(retention, hasFailures)) return text;
  const half = halfSize(hasFailures);
  const middle = text.length - 2 * half;
  if (middle <= 0) return text;
  const [head, tail] = [text.slice(0, half), text.slice(text.length - half)];
  return `${wholeCharacters(head)}\n...[truncated ${middle} chars]...\n${wholeCharacters(tail)}`;
}

/**
 * The same of a file of output, of which no more than what is kept is read.
 * @throws JavaError java.io.IOException
 */
export async function trimFile(file: string, retention: StdioRetention, hasFailures: boolean): Promise<string> {
  const { handle, stats } = await openFile(toPath(file), OPEN.read).catch((error: unknown) => {
    throw fileIoError(error, file);
  });
  try {
    const { size } = stats;
    const half = halfSize(hasFailures);
    const read = async (start: number, end: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      return buffer.subarray(0, bytesRead);
    };
    const isWhole = size <= 2 * half || (keepsAll(retention, hasFailures) && size < MAX_FILE);
    if (isWhole) return defaultCharset.decode(await read(0, size));
    const head = defaultCharset.decode(await read(0, Math.min(size, half * MAX_BYTES))).slice(0, half);
    const tail = defaultCharset.decode(await read(Math.max(0, size - half * MAX_BYTES - MARGIN), size)).slice(-half);
    const middle = size - Buffer.byteLength(head) - Buffer.byteLength(tail);
    // Text of long characters: there is no middle.
    if (middle <= 0) return defaultCharset.decode(await read(0, size));
    return `${wholeCharacters(head)}\n...[truncated ${middle} bytes]...\n${wholeCharacters(tail)}`;
  } catch (error) {
    throw streamError(error);
  } finally {
    await handle.close();
  }
}

/** CaseResult.fixNULs: what a result is stored as cannot hold NULs. */
export function fixNuls(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\0', '^@');
}

function keepsAll(retention: StdioRetention, hasFailures: boolean): boolean {
  return retention === 'ALL' || (retention === 'FAILED' && hasFailures);
}

function halfSize(hasFailures: boolean): number {
  return hasFailures ? HALF_OF_FAILED : HALF_OF_PASSED;
}

/** Without the half of a surrogate pair that a cut left at either end. */
function wholeCharacters(text: string): string {
  return text.replace(/^[\udc00-\udfff]/, '').replace(/[\ud800-\udbff]$/, '');
}

/** Of a character, and what it may take to get back in step. */
const MAX_BYTES = 4;
const MARGIN = 1024;
