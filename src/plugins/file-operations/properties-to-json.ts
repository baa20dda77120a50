import { fileExists } from '../../os/files/attributes.js';
import { iso88591 } from '../../java/charsets/charset.js';
import { JavaError } from '../../java/java-error.js';
import { parseProperties } from '../../java/properties.js';
import { readWhole, writeText } from '../../jenkins/file-path/content.js';
import { str } from '../../callables/shape.js';
import { operation } from './operation.js';

/**
 * filePropertiesToJsonOperation: { String resolvedSourceFile, String resolvedTargetFile }. The target must be there before.
 * The keys keep the order of the file, where Java's have that of a hash table.
 */
export const filePropertiesToJson = operation(
  'FilePropertiesToJson',
  { resolvedSourceFile: str, resolvedTargetFile: str },
  async (self, { child, listener, context }) => {
    const source = child(self.resolvedSourceFile);
    const target = child(self.resolvedTargetFile);
    if (!(await fileExists(target))) {
      await listener.println(`${self.resolvedSourceFile} file doesn't exists, the target file remains as is.`);
      return false;
    }
    const properties = parseProperties(iso88591.decode(await readWhole(source, context.signal)));
    await writeText(target, json(properties), 'UTF-8');
    await listener.println(`Creating Json: from source ${source} to target ${target}`);
    return true;
  },
);

/** Put together by hand: an object of ours would sort keys that look like numbers. */
function json(properties: ReadonlyMap<string, string>): string {
  return `{${[...properties].map(([key, value]) => `${JSON.stringify(key)}:${jsonValue(value)}`).join(',')}}`;
}

function jsonValue(value: string): string {
  if (value === 'true' || value === 'false') return value;
  if (/^[0-9]+$/.test(value)) return integer(value);
  if (/^[0-9]+\.[0-9]+$/.test(value)) return floatText(Math.fround(Number(value)));
  return JSON.stringify(value);
}

/** Integer.parseInt. */
function integer(digits: string): string {
  const value = Number(digits);
  if (value <= 0x7fff_ffff) return String(value);
  throw new JavaError('java.lang.NumberFormatException', `For input string: "${digits}"`);
}

/** Float.toString of a number that is not negative: as few digits as tell it from its neighbours. */
function floatText(value: number): string {
  if (value === 0) return '0.0';
  if (value === Infinity) return '"Infinity"';
  let digits = 1;
  while (Math.fround(Number(value.toExponential(digits - 1))) !== value) digits++;
  const shortest = Number(value.toExponential(digits - 1));
  if (value >= 1e-3 && value < 1e7) return Number.isInteger(shortest) ? `${shortest}.0` : String(shortest);
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}
