/** The token-macro plugin: FILE and PROPFILE read files of a workspace. */
import { charsetForName } from '../../host/charsets/charset.js';
import { fileExists } from '../../host/files/attributes.js';
import { childFile } from '../../host/files/java-path.js';
import { readFrom } from '../../host/files/read-file.js';
import { parseProperties } from '../../host/java-properties.js';
import { JavaError } from '../../host/java-error.js';
import { callable } from '../callable.js';
import type { AnyCallable } from '../callable.js';
import { int, str } from '../shape.js';

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

export const tokenMacroCallables = [workspaceFile, readProperty] satisfies AnyCallable[];

/** null when it cannot be read. */
async function readText(file: string, charsetName: string, signal: AbortSignal): Promise<string | null> {
  const charset = await charsetForName(charsetName);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of readFrom(file, { signal })) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof JavaError) || signal.aborted) throw error;
    return null;
  }
  return charset.decode(Buffer.concat(chunks));
}
