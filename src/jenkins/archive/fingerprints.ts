import { filesOf } from '../../os/ant-glob/file-set.js';
import { lastModified } from '../../os/files/attributes.js';
import { digestOf } from '../../os/files/digest.js';
import { childFile, fileName } from '../../java/path.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { declareClass } from '../../serial/declare.js';
import { arrayList } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { bool, long, nullableStr, str } from '../../callables/shape.js';

const RECORD = declareClass({
  name: 'hudson.tasks.Fingerprinter$Record',
  suid: 1n,
  fields: {
    produced: 'Z',
    fileName: 'Ljava/lang/String;',
    md5sum: 'Ljava/lang/String;',
    relativePath: 'Ljava/lang/String;',
  },
});

/** FAT keeps times to two seconds. */
const TIME_TOLERANCE = 2000n;

/** Fingerprints: an MD5 for each file, and whether this build has made it (it is no older than the build). */
const findRecords = fileCallable({
  name: 'hudson.tasks.Fingerprinter$FindRecords',
  fields: { buildTimestamp: long, caseSensitive: bool, defaultExcludes: bool, excludes: nullableStr, targets: str },
  run: async ({ buildTimestamp, caseSensitive, defaultExcludes, excludes, targets }, path, { signal }) => {
    const records: JavaObject[] = [];
    const set = { includes: targets, excludes, defaultExcludes, caseSensitive };
    for await (const relativePath of filesOf(path, set, signal)) {
      const file = childFile(path, relativePath);
      const produced = buildTimestamp <= (await lastModified(file)) + TIME_TOLERANCE;
      const md5sum = await digest(file, signal);
      records.push(RECORD.create({ produced, fileName: fileName(file), md5sum, relativePath }));
    }
    return arrayList(records);
  },
});

async function digest(file: string, signal: AbortSignal): Promise<string> {
  try {
    return await digestOf(file, 'md5', signal);
  } catch (error) {
    if (!(error instanceof JavaError) || signal.aborted) throw error;
    throw ioError(`Failed to compute digest for ${file}`, { cause: error });
  }
}

export const fingerprintCallables = [findRecords] satisfies Declaration[];
