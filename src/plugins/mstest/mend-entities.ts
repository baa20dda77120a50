/** hudson.plugins.mstest.ContentCorrector: references to characters that XML does not allow are taken out of a TRX file. */
import { charsetForName } from '../../java/charsets/charset.js';
import { readLines } from '../../java/charsets/lines.js';
import { childFile, parentFile } from '../../java/path.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { openFileOutput } from '../../os/files/write-file.js';
import { renameFile } from '../../os/files/move.js';

/** Changes the file only where there is something to take out; its lines end as the machine's do then. */
export async function mendEntities(file: string, signal: AbortSignal): Promise<void> {
  if (!(await isBroken(file, signal))) return;
  const name = `${1000 + Math.floor(Math.random() * 999_001)}.trx`;
  const parent = parentFile(file);
  const mended = parent === null ? name : childFile(parent, name);
  const writer = await openFileOutput(mended);
  try {
    for await (const lines of linesOf(file, signal)) {
      await writer.write(Buffer.from(lines.map((line) => withoutIllegal(line) + LINE_SEPARATOR).join('')));
    }
  } catch (error) {
    await writer.discard();
    throw error;
  }
  await writer.close();
  await renameFile(mended, file);
}

async function isBroken(file: string, signal: AbortSignal): Promise<boolean> {
  for await (const lines of linesOf(file, signal)) {
    if (lines.some((line) => line.includes('&#x') && withoutIllegal(line) !== line)) return true;
  }
  return false;
}

async function* linesOf(file: string, signal: AbortSignal): AsyncGenerator<string[], void> {
  yield* readLines(await openRandomAccess(file, { signal }), await charsetForName('UTF-8'));
}

/** What a removal leaves behind can be such a reference again. */
function withoutIllegal(line: string): string {
  for (let at = 0; ;) {
    const found = REFERENCE.exec(line.slice(at));
    if (!found) return line;
    const start = at + found.index;
    const end = start + found[0].length;
    if (isAllowed(Number.parseInt(found[1] ?? '', 16))) {
      at = end;
      continue;
    }
    line = line.slice(0, start) + line.slice(end);
    // Only what stands just before can have become part of one.
    at = Math.max(0, start - LONGEST);
  }
}

const REFERENCE = /&#x([0-9A-Fa-f]{1,4});/;
const LONGEST = '&#xffff;'.length;

/** The blank is not, for the plugin. */
function isAllowed(code: number): boolean {
  if (code === 9 || code === 0xa || code === 0xd) return true;
  return (code > 0x20 && code < 0xd7ff) || (code > 0xe000 && code < 0xfffd);
}

const LINE_SEPARATOR = process.platform === 'win32' ? '\r\n' : '\n';
