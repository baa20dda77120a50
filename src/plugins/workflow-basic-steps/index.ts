/** The workflow-basic-steps plugin: what its steps do on an agent beside operations of files. */
import { filesOf } from '../../os/ant-glob/file-set.js';
import { withSlashes } from '../../java/path.js';
import { hashMap } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { nullableStr, str } from '../../callables/shape.js';
import { logFilter } from '../../jenkins/listener/log-filter.js';
import { activityFilter, callbackFilter } from './activity-filter.js';

/** The deprecated step `archive`: which files are meant, each mapped to itself, with `/` on any system. */
const listFiles = fileCallable({
  name: 'org.jenkinsci.plugins.workflow.steps.ArtifactArchiverStepExecution$ListFiles',
  fields: { includes: str, excludes: nullableStr },
  run: async ({ includes, excludes }, path, { signal }) => {
    const found: [string, string][] = [];
    for await (const file of filesOf(path, { includes, excludes, defaultExcludes: true }, signal)) {
      const name = withSlashes(file);
      found.push([name, name]);
    }
    return hashMap(found);
  },
});

const TIMEOUT = 'org.jenkinsci.plugins.workflow.steps.TimeoutStepExecution';

export const declarations = [
  listFiles,
  logFilter(`${TIMEOUT}$ConsoleLogFilterImpl`, callbackFilter),
  logFilter(`${TIMEOUT}$ConsoleLogFilterImpl2`, activityFilter),
] satisfies readonly Declaration[];
