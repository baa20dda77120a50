import { filesOf } from '../../os/ant-glob/file-set.js';
import { withSlashes } from '../../java/path.js';
import { ioError } from '../../java/java-error.js';
import { hashMap, hashSet } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { bool, nullableStr, str } from '../../callables/shape.js';

const LIST_FILES = 'hudson.tasks.ArtifactArchiver$ListFiles';

/**
 * archiveArtifacts: which files are meant, with `/` on any system. Controllers until 2.568.1 and 2.575 want a HashMap of each path to
 * itself, later ones a HashSet; the request is the same.
 */
const listFiles = fileCallable({
  name: LIST_FILES,
  fields: { caseSensitive: bool, defaultExcludes: bool, followSymlinks: bool, excludes: nullableStr, includes: str },
  run: async (self, path, context) => {
    const { includes, excludes, defaultExcludes, caseSensitive, followSymlinks: followLinks } = self;
    const set = { includes, excludes, defaultExcludes, caseSensitive, followLinks };
    const found: string[] = [];
    for await (const file of filesOf(path, set, context.signal)) found.push(withSlashes(file));
    return (await wantsSet(context)) ? hashSet(found) : hashMap(found.map((file) => [file, file]));
  },
});

/** What the controller's own class would make. The wrong kind would fail every build that archives, so nothing is guessed. */
async function wantsSet(context: CallableContext): Promise<boolean> {
  const bytes = await context.agent.controllerClass(LIST_FILES, context);
  if (bytes?.includes('java/util/HashSet') === true) return true;
  if (bytes?.includes('java/util/HashMap') === true) return false;
  throw ioError(`Cannot tell what this controller expects of ${LIST_FILES}: it does not serve the class`);
}

export const artifactCallables = [listFiles] satisfies Declaration[];
