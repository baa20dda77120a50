/** fileDeleteOperation and folderDeleteOperation. */
import { isDirectory } from '../../os/files/attributes.js';
import { deleteFile, deleteRecursive } from '../../os/files/delete.js';
import { deleteOptions } from '../../jenkins/file-path/delete.js';
import { str } from '../../callables/shape.js';
import { operation, reported } from './operation.js';
import type { Operation } from './operation.js';
import { selectedFiles, selectionFields } from './selection.js';

/** Goes on after a file that cannot be deleted; the last one decides about the answer. */
const fileDelete = operation('FileDelete', selectionFields, async (self, operation) => {
  const { listener, context } = operation;
  let succeeded = true;
  for (const file of await selectedFiles(self, operation)) {
    await listener.println(`${file} deleting....`);
    succeeded = await reported(deleteOne(file, operation), listener, context.signal);
  }
  return succeeded;
});

async function deleteOne(file: string, { listener, context }: Operation): Promise<boolean> {
  const remove = (await isDirectory(file)) ? deleteRecursive : deleteFile;
  await remove(file, deleteOptions(context));
  await listener.println('Success.');
  return true;
}

const folderDelete = operation(
  'FolderDelete',
  { resolvedFolderPath: str },
  async ({ resolvedFolderPath }, { child, listener, context }) => {
    const folder = child(resolvedFolderPath);
    await listener.println(`Deleting folder: ${folder}`);
    await deleteRecursive(folder, deleteOptions(context));
    return true;
  },
);

export const deleteOperations = [fileDelete, folderDelete];
