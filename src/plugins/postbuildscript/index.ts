/** The postbuildscript plugin: script files of post-build steps. */
import { defaultCharset } from '../../java/charsets/charset.js';
import { javaFile } from '../../java/path.js';
import { remoteChild } from '../../java/remote-path.js';
import { fileExists } from '../../os/files/attributes.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { str } from '../../callables/shape.js';
import { readWhole } from '../../jenkins/file-path/content.js';
import { filePath, filePathField } from '../../jenkins/file-path/file-path-value.js';

/** Where a script is: as it is named, or in the workspace. @returns a FilePath, null when it is nowhere */
const loadFile = fileCallable({
  name: 'org.jenkinsci.plugins.postbuildscript.service.LoadFileCallable',
  fields: { givenPath: str, workspace: filePathField },
  run: async ({ givenPath, workspace }) => {
    const given = javaFile(givenPath);
    if (await fileExists(given)) return filePath(given);
    const inWorkspace = remoteChild(workspace, givenPath);
    return (await fileExists(javaFile(inWorkspace))) ? filePath(inWorkspace) : null;
  },
});

/** Util.loadFile in the default charset; the empty text when there is no such file. */
const loadScriptContent = fileCallable({
  name: 'org.jenkinsci.plugins.postbuildscript.service.LoadScriptContentCallable',
  run: async (_self, path, { signal }) =>
    (await fileExists(path)) ? defaultCharset.decode(await readWhole(path, signal)) : '',
});

export const declarations = [loadFile, loadScriptContent] satisfies readonly Declaration[];
