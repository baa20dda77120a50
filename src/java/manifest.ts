/** The main attributes of a jar's META-INF/MANIFEST.MF, as java.util.jar.Manifest reads them. */
import { decodeUtf8 } from './charsets/utf8.js';
import { CaseInsensitiveMap } from './case-insensitive-map.js';
import { JavaError } from './java-error.js';
import { errorCode, fileIoError } from './file-errors.js';

const MANIFEST = 'META-INF/MANIFEST.MF';
/** No manifest of a tool is that large; what claims to be is not read. */
const MAX_MANIFEST = 1 << 20;

/**
 * Attribute name -> value; empty when the jar has no manifest.
 * @throws JavaError java.util.zip.ZipException for what is no zip file, java.io.FileNotFoundException
 */
export async function jarManifest(file: string): Promise<CaseInsensitiveMap<string>> {
  const yauzl = (await import('yauzl')).default;
  try {
    const jar = await yauzl.openPromise(file, { autoClose: false });
    // What goes wrong comes out of the iteration; without a listener it would also end the process.
    jar.on('error', () => undefined);
    try {
      for await (const entry of jar.eachEntry()) {
        if (entry.fileName !== MANIFEST) continue;
        if (entry.uncompressedSize > MAX_MANIFEST) throw new Error('the manifest is too large');
        const chunks: Buffer[] = [];
        for await (const chunk of await jar.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
        return parseManifest(decodeUtf8(Buffer.concat(chunks)));
      }
    } finally {
      jar.close();
    }
    return new CaseInsensitiveMap();
  } catch (error) {
    if (errorCode(error)?.startsWith('E') === true) throw fileIoError(error, file);
    throw new JavaError('java.util.zip.ZipException', error instanceof Error ? error.message : String(error));
  }
}

/**
 * Main section of a manifest: `Name: value` lines, continued by lines that start with a space, up to an empty line.
 * @param whole whether its end is there if it has one; of a text that was cut off the last two lines count for nothing
 */
export function parseManifest(text: string, whole = true): CaseInsensitiveMap<string> {
  const [main = '', ...further] = text.replace(/\r\n?/g, '\n').split('\n\n', 2);
  const lines = main.replaceAll('\n ', '').split('\n');
  const attributes = new CaseInsensitiveMap<string>();
  for (const line of whole || further.length > 0 ? lines : lines.slice(0, -2)) {
    const [, name, value = ''] = /^([A-Za-z0-9_-]+): (.*)$/.exec(line) ?? [];
    if (name !== undefined) attributes.set(name, value);
  }
  return attributes;
}
