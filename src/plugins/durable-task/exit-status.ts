/** jenkins-result.txt: the exit code of a step, written by its wrapper when the script has ended. */
import { JavaError, ioError } from '../../java/java-error.js';
import { charsetForName } from '../../java/charsets/charset.js';
import { decodeStrictly } from '../../java/charsets/strict.js';
import { javaTrim } from '../../java/trim.js';
import { fileLength } from '../../os/files/attributes.js';
import { readFrom } from '../../os/files/read-file.js';
import { collected } from '../../os/files/whole-file.js';

const LARGEST = 0x7fff_ffffn;

/** A number, and whatever blanks. A message quotes what it is if it is none. */
const EXIT_CODE = { bytes: 64 * 1024, of: 'the exit code of a step' };

/**
 * The exit code; null while the file is missing or blank.
 * @param warn is told of a code that is no int
 * @throws JavaError java.io.IOException when the file holds anything else
 */
export async function readExitStatus(path: string, warn: (message: string) => void): Promise<number | null> {
  if ((await fileLength(path)) === 0n) return null;
  const text = javaTrim(decodeStrictly(await contents(path)));
  if (text === '') return null;
  let value = parsed(text, 64, (cause) => ioError(`corrupted content in ${path}: ${String(cause)}`, { cause }));
  if (value > LARGEST) {
    warn('ErrorCode greater than max integer detected, limited to max value');
    value = LARGEST;
  }
  return Number(BigInt.asIntN(32, value));
}

/** The same of z/OS, where the shell writes the file in a charset of its own: its first line is the code. */
export async function readExitStatusWithCharset(path: string, charsetName: string | null): Promise<number | null> {
  if ((await fileLength(path)) === 0n) return null;
  if (charsetName === null) throw new JavaError('java.lang.IllegalArgumentException', 'Null charset name');
  const charset = await charsetForName(charsetName);
  const text = javaTrim(charset.decode(await contents(path)).split(/\r\n|\n|\r/, 1)[0] ?? '');
  if (text === '') return null;
  const corrupted = (cause: JavaError) =>
    ioError(`corrupted content in ${path} using ${charsetName}: ${String(cause)}`, { cause });
  return Number(parsed(text, 32, corrupted));
}

function contents(path: string): Promise<Buffer> {
  return collected(readFrom(path), path, EXIT_CODE);
}

/** Long.parseLong and Integer.parseInt. */
function parsed(text: string, bits: 32 | 64, corrupted: (cause: JavaError) => JavaError): bigint {
  const value = /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : null;
  if (value !== null && BigInt.asIntN(bits, value) === value) return value;
  const radix = bits === 32 && value !== null ? ' under radix 10' : '';
  throw corrupted(new JavaError('java.lang.NumberFormatException', `For input string: "${text}"${radix}`));
}
