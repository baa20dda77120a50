import { openFileOutput } from './write-file.js';
import { xmlDocument } from '../../java/xml/write-xml.js';
import type { XmlElement } from '../../java/xml/element-tree.js';

/** Writes an element as a document of its own. Fails as java.io does; of a file that could not be written whole nothing stays. */
export async function writeXmlFile(file: string, root: XmlElement): Promise<void> {
  const writer = await openFileOutput(file);
  try {
    await writer.write(xmlDocument(root));
  } finally {
    await writer.close();
  }
}
