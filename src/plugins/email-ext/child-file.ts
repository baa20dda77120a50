import { remoteParent, normalizeRemote } from '../../java/remote-path.js';
import { boxBoolean } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { isOurPath, remoteOf } from '../../jenkins/file-path/file-path-value.js';
import { obj } from '../../callables/shape.js';

/** Whether a template lies below the workspace, by its path alone: { FilePath potentialChild }. */
const isChildFile = fileCallable({
  name: 'hudson.plugins.emailext.plugins.content.AbstractEvalContent$IsChildFileCallable',
  fields: { potentialChild: obj },
  run: ({ potentialChild }, path) => {
    const child = remoteOf(potentialChild, 'IsChildFileCallable.potentialChild');
    return boxBoolean(isOurPath(potentialChild) && isBelow(child, normalizeRemote(path)));
  },
});

function isBelow(child: string, parent: string): boolean {
  for (let path = remoteParent(child); path !== null; path = remoteParent(path)) if (path === parent) return true;
  return false;
}

export const emailExtCallables = [isChildFile] satisfies Declaration[];
