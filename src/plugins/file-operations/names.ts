/** fileRenameOperation, folderRenameOperation, folderCreateOperation. */
import { fileExists } from '../../os/files/attributes.js';
import { makeDirectories } from '../../os/files/directories.js';
import { moveFile } from '../../os/files/move.js';
import { str } from '../../callables/shape.js';
import { operation } from './operation.js';

const folderCreate = operation(
  'FolderCreate',
  { resolvedFolderPath: str },
  async ({ resolvedFolderPath }, { child, listener }) => {
    const folder = child(resolvedFolderPath);
    await listener.println(`Creating folder: ${folder}`);
    await makeDirectories(folder);
    return true;
  },
);

/** The two do the same; only the word for what is missing differs. */
function rename(name: string, what: string) {
  return operation(
    name,
    { resolvedSource: str, resolvedDestination: str },
    async ({ resolvedSource, resolvedDestination }, { child, listener }) => {
      const source = child(resolvedSource);
      if (!(await fileExists(source))) {
        await listener.fatalError(`The source ${what}${source} doesn't exist.`);
        return false;
      }
      await moveFile(source, child(resolvedDestination));
      return true;
    },
  );
}

export const nameOperations = [folderCreate, rename('FileRename', 'file'), rename('FolderRename', 'folder')];
