import { canonicalPath } from '../../os/files/canonical-path.js';
import { absoluteFile } from '../../java/path.js';
import { JavaError } from '../../java/java-error.js';
import { fileCallable } from '../../callables/callable.js';

/** clover: where the workspace really is, for the paths in the report to be told from it. */
export const workspacePath = fileCallable({
  name: 'hudson.plugins.clover.slave.GetPathFileCallable',
  run: async (_self, path) => {
    try {
      return await canonicalPath(path);
    } catch (error) {
      if (!(error instanceof JavaError)) throw error;
      return absoluteFile(path);
    }
  },
});
