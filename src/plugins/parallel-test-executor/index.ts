/** The parallel-test-executor plugin: gathers the reports of a part of the tests. */
import { JavaError, ioError } from '../../java/java-error.js';
import { scanGlob } from '../../os/archive/dir-scan.js';
import { fileExists } from '../../os/files/attributes.js';
import { boxInt } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { str } from '../../callables/shape.js';
import { copyRecursively } from '../../jenkins/archive/copy.js';
import { filePathField } from '../../jenkins/file-path/file-path-value.js';

/**
 * The reports that a pattern selects, copied to another directory of the same machine with the times that they have.
 * {TestCollector this$0, FilePath val$dst, String val$includes}
 * @returns java.lang.Integer: how many
 * @throws JavaError java.io.IOException
 */
const collectReports = fileCallable({
  name: 'org.jenkinsci.plugins.parallel_test_executor.TestCollector$1',
  fields: { val$dst: filePathField, val$includes: str },
  run: async ({ val$dst: target, val$includes: includes }, directory, context) => {
    if (!(await fileExists(directory))) return boxInt(0);
    const set = { includes, excludes: null, defaultExcludes: true };
    try {
      // Ant copies what a link leads to.
      const scan = { ...scanGlob(directory, set, context.signal), keepsLinks: false };
      return boxInt(await copyRecursively(directory, scan, target, context));
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof JavaError)) throw error;
      throw ioError(`Failed to copy ${directory}/${includes} to ${target}`, { cause: error });
    }
  },
});

export const declarations = [collectReports] satisfies readonly Declaration[];
