/** Operations on what is in files: fileCreateOperation, fileJoinOperation, fileTransformOperation. */
import { fileExists } from '../../os/files/attributes.js';
import { deleteContents } from '../../os/files/delete.js';
import { EnvVars } from '../../os/process/environment.js';
import { readEnvVars } from '../../jenkins/env-vars.js';
import { readText, writeText } from '../../jenkins/file-path/content.js';
import { deleteOptions } from '../../jenkins/file-path/delete.js';
import { any, str } from '../../callables/shape.js';
import { operation } from './operation.js';
import { selectedFiles, selectionFields } from './selection.js';

const fileCreate = operation(
  'FileCreate',
  { resolvedFileName: str, resolvedFileContent: str },
  async ({ resolvedFileName, resolvedFileContent }, { child, listener }) => {
    const file = child(resolvedFileName);
    if (await fileExists(file)) {
      await listener.println(
        `${resolvedFileName} file already exists, replacing the content with the provided content.`,
      );
    }
    await listener.println(`Creating file: ${file}`);
    await writeText(file, resolvedFileContent, 'UTF-8');
    return true;
  },
);

/** Appends the source to the target, which must be there, whatever the message says. */
const fileJoin = operation(
  'FileJoin',
  { resolvedSourceFile: str, resolvedTargetFile: str },
  async (self, { child, listener, context: { signal } }) => {
    const source = child(self.resolvedSourceFile);
    const target = child(self.resolvedTargetFile);
    if (!(await fileExists(target))) {
      await listener.println(`${self.resolvedSourceFile} file doesn't exists, the target file remains as is.`);
    }
    const added = await readText(source, signal);
    const kept = await readText(target, signal);
    await writeText(target, kept.endsWith(LINE_SEPARATOR) ? kept + added : kept + LINE_SEPARATOR + added, 'UTF-8');
    await listener.println(`Joining file: from source ${source} to target ${target}`);
    return true;
  },
);

/** Expands variables. { EnvVars environment } */
const fileTransform = operation('FileTransform', { ...selectionFields, environment: any }, async (self, operation) => {
  const { context, listener } = operation;
  const environment = new EnvVars(readEnvVars(self.environment));
  for (const file of await selectedFiles(self, operation)) {
    await listener.println(`Transforming: ${file}`);
    const content = await readText(file, context.signal);
    await deleteContents(file, deleteOptions(context));
    await writeText(file, environment.expand(content), 'UTF-8');
  }
  return true;
});

const LINE_SEPARATOR = process.platform === 'win32' ? '\r\n' : '\n';

export const contentOperations = [fileCreate, fileJoin, fileTransform];
