import { JavaError } from '../../java/java-error.js';
import { javaFile } from '../../java/path.js';
import { remoteChild, remoteName, remoteParent } from '../../java/remote-path.js';
import { deleteOnExit } from '../../os/files/delete-on-exit.js';
import { makeDirectories } from '../../os/files/directories.js';
import { fileCallable } from '../../callables/callable.js';
import { nullableStr, obj } from '../../callables/shape.js';
import { filePath, remoteOf } from '../../jenkins/file-path/file-path-value.js';

/** Where the CLI keeps its configuration during a build: `<workspace>@tmp/jfrog`. {String workspaceList, FilePath ws} */
export const createTempDir = fileCallable({
  name: 'io.jenkins.plugins.jfrog.callables.TempDirCreator',
  fields: { workspaceList: nullableStr, ws: obj },
  run: async ({ workspaceList, ws }) => {
    const workspace = remoteOf(ws, 'TempDirCreator.ws');
    const parent = remoteParent(workspace);
    if (parent === null) {
      throw new JavaError('java.lang.RuntimeException', 'Failed to create JFrog CLI temporary directory');
    }
    const directory = remoteChild(remoteChild(parent, `${remoteName(workspace)}${workspaceList ?? '@'}tmp`), 'jfrog');
    const file = javaFile(directory);
    if (await makeDirectories(file)) deleteOnExit(file);
    return filePath(directory);
  },
});
