/** The main attributes of a jar's META-INF/MANIFEST.MF, as java.util.jar.Manifest reads them. */
import { utf8 } from './charsets/charset.js';
import { JavaError } from './java-error.js';
import { errorCode, fileIoError } from './file-errors.js';

const MANIFEST = 'META-INF/MANIFEST.MF';
/** No manifest of a tool is that large; what claims to be is not read. */
const MAX_MANIFEST = 1 << 20;

/**
 * Attribute name -> value, names as they are written; empty when the jar has no manifest.
 * @throws JavaError java.util.zip.ZipException for what is no zip file, java.io.FileNotFoundException
 */
export async function jarManifest(file: string): Promise<ReadonlyMap<string, string>> {
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
        return parseManifest(utf8.decode(Buffer.concat(chunks)));
      }
    } finally {
      jar.close();
    }
    return new Map();
  } catch (error) {
    if (errorCode(error)?.startsWith('E') === true) throw fileIoError(error, file);
    throw new JavaError('java.util.zip.ZipException', error instanceof Error ? error.message : String(error));
  }
}

/** Main section of a manifest: `Name: value` lines, continued by lines that start with a space, up to an empty line. */
export function parseManifest(text: string): Map<string, string> {
  const [main = ''] = text.replace(/\r\n?/g, '\n').replaceAll('\n ', '').split('\n\n', 1);
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of main.matchAll(/^([A-Za-z0-9_-]+): (.*)$/gm)) attributes.set(name, value);
  return attributes;
}
