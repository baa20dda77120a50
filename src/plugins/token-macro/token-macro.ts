/**
 * The token-macro plugin: FILE, PROPFILE and XML read files of a workspace. JSON does not get here: its callable has a field
 * that Java cannot serialize (java.nio.charset.Charset), so no controller can send it.
 */
import { charsetForName } from '../../java/charsets/charset.js';
import { fileExists, isDirectory } from '../../os/files/attributes.js';
import { childFile } from '../../java/path.js';
import { readFrom } from '../../os/files/read-file.js';
import { collected } from '../../os/files/whole-file.js';
import { parseProperties } from '../../java/properties.js';
import { JavaError } from '../../java/java-error.js';
import { readXmlDocument } from '../../java/xml/document.js';
import { selectNodes } from '../../java/xml/select.js';
import { XmlError } from '../../java/xml/xml-error.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { int, str } from '../../callables/shape.js';

/** ${FILE, path="..."}: the text of a file, or of its first lines. */
const workspaceFile = callable({
  name: 'org.jenkinsci.plugins.tokenmacro.impl.WorkspaceFileMacro$WorkspaceFileMasterToSlaveCallable',
  fields: { maxLines: int, charSet: str, fileNotFoundMessage: str, path: str, root: str },
  run: async ({ maxLines, charSet, fileNotFoundMessage, path, root }, { signal }) => {
    const file = childFile(root, path);
    // A message of String.format.
    if (!(await fileExists(file))) return fileNotFoundMessage.replaceAll(/%(1\$)?s/g, () => path);
    const text = await readText(file, charSet, signal);
    if (text === null) return `ERROR: File '${path}' could not be read`;
    const lines = text.replace(/(\r\n?|\n)$/, '').split(/\r\n?|\n/);
    return (maxLines > 0 ? lines.slice(0, maxLines) : lines).join('\n');
  },
});

/** ${PROPFILE, file="...", property="..."}; what goes wrong is the value. */
const readProperty = callable({
  name: 'org.jenkinsci.plugins.tokenmacro.impl.PropertyFromFileMacro$ReadProperty',
  fields: { filename: str, property: str, root: str },
  run: async ({ filename, property, root }, { signal }) => {
    const file = childFile(root, filename);
    if (!(await fileExists(file))) return `${filename} not found`;
    const text = await readText(file, 'UTF-8', signal);
    return text === null ? `Error reading ${filename}` : (parseProperties(text).get(property) ?? '');
  },
});

/** ${XML, file="...", xpath="..."}: the values of nodes, with semicolons between; what goes wrong is the value. */
const readXml = callable({
  name: 'org.jenkinsci.plugins.tokenmacro.impl.XmlFileMacro$ReadXML',
  fields: { filename: str, root: str, xpathexpression: str },
  run: async ({ filename, root, xpathexpression }, { agent, signal }) => {
    const file = childFile(root, filename);
    if (!(await fileExists(file))) return `Error: ${filename} not found`;
    try {
      const document = await readXmlDocument(readFrom(file, { signal }));
      const values = (await selectNodes(document, xpathexpression)).map(({ firstValue }) => firstValue);
      // Elements have no value, and nothing at all is no value either.
      if (values.length > 0 && !values.includes(null)) return values.join(';');
    } catch (error) {
      signal.throwIfAborted();
      // Java reads a directory as a list of what is in it.
      if (error instanceof XmlError || (await isDirectory(file))) return `Error: ${filename} - XML not well formed.`;
      if (error instanceof JavaError) return `Error: ${filename} - Could not read XML file.`;
      const text = 'Unhandled exception during the macro evaluation';
      agent.logger.log('WARNING', 'org.jenkinsci.plugins.tokenmacro.impl.XmlFileMacro$ReadXML call', text, error);
    }
    return `Error: ${filename} - '${xpathexpression}' invalid syntax or path maybe?`;
  },
});

export const tokenMacroCallables = [workspaceFile, readProperty, readXml] satisfies Declaration[];

/** null when it cannot be read. */
async function readText(file: string, charsetName: string, signal: AbortSignal): Promise<string | null> {
  const charset = await charsetForName(charsetName);
  try {
    return charset.decode(await collected(readFrom(file, { signal }), file, MACRO));
  } catch (error) {
    if (!(error instanceof JavaError) || signal.aborted) throw error;
    return null;
  }
}

/** It becomes a part of a mail or of a build's name. */
const MACRO = { bytes: 64 * 1024 * 1024, of: 'a file of a macro' };
