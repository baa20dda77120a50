/** The directory of a Dockerfile as the docker daemon wants it: a gzipped tar archive, without what .dockerignore names. */
import { canonicalPath } from '../../os/files/canonical-path.js';
import { gzip } from '../../os/archive/gzip.js';
import { defaultCharset } from '../../java/charsets/charset.js';
import type { Scanned } from '../../os/archive/scanned.js';
import { fileExists, isDirectory, isRegularFile } from '../../os/files/attributes.js';
import { listNames } from '../../os/files/directories.js';
import { absoluteFile, childFile, pathStartsWith, withSlashes } from '../../java/path.js';
import { JavaError } from '../../java/java-error.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { readWhole } from '../../jenkins/file-path/content.js';
import { dockerError, ignoredBy, parseDockerIgnore } from './docker-ignore.js';
import type { IgnoreRule } from './docker-ignore.js';

/** Answers the archive as an InputStream. What goes into it is decided before the answer; it is made as it is read. */
const dockerBuild = fileCallable({
  name: 'com.nirima.jenkins.plugins.docker.builder.DockerBuilderPublisher$DockerBuildCallable',
  run: async (_self, path, context) => {
    const { signal } = context;
    const dockerfile = childFile(path, 'Dockerfile');
    if (!(await fileExists(dockerfile))) throw illegalState(`Dockerfile ${absoluteFile(dockerfile)} does not exist`);
    if (!(await isRegularFile(dockerfile))) throw illegalState(`Dockerfile ${absoluteFile(dockerfile)} is not a file`);
    const rules = await ignoreRules(path, signal);
    const excluding = await ignored(path, dockerfile, rules);
    if (excluding !== null) throw dockerError(`Dockerfile is excluded by pattern '${excluding}' in .dockerignore file`);
    const files: Scanned[] = [];
    await addFiles(path, '', { base: path, rules, files, signal });
    const { tarArchive } = await import('../../os/archive/tar-writer.js');
    const scan = { files: each(files), keepsLinks: true };
    return context.exportInput(gzip(tarArchive(scan, { charset: defaultCharset, modeOf: contextMode })));
  },
});

async function ignoreRules(directory: string, signal: AbortSignal): Promise<IgnoreRule[]> {
  const file = childFile(directory, '.dockerignore');
  return (await fileExists(file)) ? parseDockerIgnore(defaultCharset.decode(await readWhole(file, signal))) : [];
}

interface Walk {
  readonly base: string;
  readonly rules: readonly IgnoreRule[];
  readonly files: Scanned[];
  readonly signal: AbortSignal;
}

/** Links to directories are entered. Of directories only empty ones are entries of their own. */
async function addFiles(directory: string, prefix: string, walk: Walk): Promise<void> {
  walk.signal.throwIfAborted();
  const names = await listNames(directory);
  if (names === null) throw dockerError(`Failed to read build context directory: ${absoluteFile(walk.base)}`);
  if (names.length === 0 && prefix !== '') walk.files.push({ file: directory, name: prefix.slice(0, -1) });
  for (const child of names) {
    const file = childFile(directory, child);
    const name = prefix + child;
    if (await isDirectory(file)) await addFiles(file, `${name}/`, walk);
    else if ((await ignored(walk.base, file, walk.rules)) === null) walk.files.push({ file, name });
  }
}

/** Goes by where links lead. */
async function ignored(base: string, file: string, rules: readonly IgnoreRule[]): Promise<string | null> {
  if (rules.length === 0) return null;
  const [root, path] = [await canonicalPath(base), await canonicalPath(file)];
  return ignoredBy(pathStartsWith(path, root) ? withSlashes(path.slice(root.length + 1)) : path, rules);
}

/** What docker-java records: never more than who may execute a file. */
function contextMode(mode: number | null, directory: boolean): number {
  return directory || ((mode ?? 0) & 0o111) !== 0 ? 0o755 : 0o644;
}

// eslint-disable-next-line @typescript-eslint/require-await -- iterated like scans that do wait
async function* each(files: readonly Scanned[]): AsyncGenerator<Scanned> {
  yield* files;
}

function illegalState(message: string): JavaError {
  return new JavaError('java.lang.IllegalStateException', message);
}

export const dockerPluginCallables = [dockerBuild] satisfies Declaration[];
