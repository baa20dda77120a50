import { copyTree } from '../../os/archive/copy-tree.js';
import type { TreeScan } from '../../os/archive/scanned.js';
import { absoluteFile } from '../../java/path.js';
import { fileExists } from '../../os/files/attributes.js';
import { boxInt } from '../../serial/jdk.js';
import { fileCallable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { filePathField } from '../file-path/file-path-value.js';
import { dirScanner } from './dir-scanners.js';
import { linkFailureLogger } from './log.js';

/** FilePath.copyRecursiveTo within this agent: { DirScanner scanner, FilePath target }. */
const copyRecursiveLocal = fileCallable({
  name: 'hudson.FilePath$CopyRecursiveLocal',
  fields: { scanner: dirScanner, target: filePathField },
  run: async ({ scanner, target }, path, context) =>
    boxInt(await copyRecursively(path, scanner(path, context.signal), target, context)),
});

/** FilePath.copyRecursiveTo on one machine: what a scan of a directory shows. @returns how many files and links */
export async function copyRecursively(
  directory: string,
  scan: TreeScan,
  target: string,
  context: CallableContext,
): Promise<number> {
  if (!(await fileExists(directory))) return 0;
  return copyTree(scan, target, {
    signal: context.signal,
    onLinkFailure: linkFailureLogger(context),
    onAttributesLost: (error) => {
      const message = `JENKINS-52325: Jenkins failed to retain attributes when copying to ${absoluteFile(target)}, so proceeding without attributes.`;
      context.agent.logger.log('INFO', 'hudson.FilePath$CopyRecursiveLocal visit', message, error);
    },
  });
}

export const copyingCallables = [copyRecursiveLocal] satisfies Declaration[];
