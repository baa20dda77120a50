/** What happens to the files of a build after its last step: archiving (hudson.tasks.ArtifactArchiver) and fingerprints. */
import { hashMap, listValues, stringMap, stringValues } from '../../../src/serial/jdk.js';
import { JavaObject } from '../../../src/serial/model.js';
import type { ControllerSettings } from '../settings.js';
import { intAnswer, stringAnswer } from './answers.js';
import type { FilePath } from './file-path.js';
import * as classes from './file-path-classes.js';

/** Files of the workspace by Ant patterns: path in the archive -> path in the workspace. */
export async function listArtifacts(
  workspace: FilePath,
  includes: string,
  artifactList: ControllerSettings['artifactList'],
): Promise<Map<string, string>> {
  const answer = await workspace.act(
    classes.LIST_FILES.create({
      caseSensitive: true,
      defaultExcludes: true,
      followSymlinks: false,
      excludes: null,
      includes,
    }),
  );
  // Newer cores take a Set of paths, which are the same in the archive.
  if (artifactList === 'set') return new Map(stringValues(answer).map((path) => [path, path]));
  return new Map([...stringMap(answer)].map(([name, path]) => [name, path ?? name]));
}

/** Fetches those files as a gzipped tar. Rejects when the agent counts other than `files.size` entries. */
export async function* fetchArtifacts(workspace: FilePath, files: ReadonlyMap<string, string>): AsyncGenerator<Buffer> {
  const scanner = classes.EXPLICITLY_SPECIFIED_DIR_SCANNER.create({ files: hashMap(files) });
  yield* workspace.pipe(
    (pipe) =>
      classes.COPY_RECURSIVE_REMOTE_TO_LOCAL.create({
        compression: classes.TAR_COMPRESSION.GZIP,
        filenamesEncoding: 'UTF-8',
        pipe,
        scanner,
      }),
    (answer) => {
      const sent = intAnswer(answer);
      if (sent !== files.size) throw new Error(`the agent sent ${sent} of ${files.size} files`);
    },
  );
}

export interface Fingerprint {
  readonly path: string;
  /** MD5 as hex. */
  readonly md5: string;
}

/** MD5 sums of the files that match Ant patterns. */
export async function findFingerprints(workspace: FilePath, targets: string): Promise<Fingerprint[]> {
  const buildTimestamp = BigInt(Date.now());
  const callable = { buildTimestamp, caseSensitive: true, defaultExcludes: true, excludes: null, targets };
  return listValues(await workspace.act(classes.FIND_RECORDS.create(callable))).map((record) => {
    if (!(record instanceof JavaObject))
      throw new TypeError('FindRecords answered a list of something else than records');
    return {
      path: stringAnswer(record.get('relativePath') ?? null),
      md5: stringAnswer(record.get('md5sum') ?? null),
    };
  });
}
