import { filesOf } from '../../os/ant-glob/file-set.js';
import { JavaError } from '../../java/java-error.js';
import { stringArray } from '../../serial/jdk.js';
import type { JavaArray } from '../../serial/model.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { bool, nullableStr } from '../../callables/shape.js';

/** plugin-util-api: { boolean followSymbolicLinks, String excludesPattern, String includesPattern } */
const agentFileFinder = fileCallable({
  name: 'io.jenkins.plugins.util.AgentFileVisitor$FileFinder',
  fields: { followSymbolicLinks: bool, excludesPattern: nullableStr, includesPattern: nullableStr },
  run: ({ includesPattern, excludesPattern, followSymbolicLinks }, workspace, { signal }) =>
    findFiles(workspace, includesPattern, excludesPattern, followSymbolicLinks, signal),
});

/** String[]: names relative to the workspace; none when it cannot be searched. */
export async function findFiles(
  workspace: string,
  includes: string | null,
  excludes: string | null,
  followLinks: boolean,
  signal: AbortSignal,
): Promise<JavaArray> {
  const isBlank = excludes === null || excludes.trim() === '';
  const patterns = { includes: includes ?? '', excludes: isBlank ? null : excludes };
  const set = { ...patterns, splitAtBlanks: true, defaultExcludes: true, followLinks };
  const files: string[] = [];
  try {
    for await (const file of filesOf(workspace, set, signal)) files.push(file);
  } catch (error) {
    if (error instanceof JavaError && error.javaClass === 'org.apache.tools.ant.BuildException') return stringArray([]);
    throw error;
  }
  return stringArray(files);
}

export const fileFinderCallables = [agentFileFinder] satisfies Declaration[];
