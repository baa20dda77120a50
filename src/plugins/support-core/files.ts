/** The support-core plugin: files of a node that go into a bundle, root certificates, and bundles of its command. */
import { createHash, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { fileLength } from '../../os/files/attributes.js';
import { nioError, streamError } from '../../java/file-errors.js';
import { listNames } from '../../os/files/directories.js';
import { childFile } from '../../java/path.js';
import { OPEN, openFile } from '../../os/files/open-file.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { temporaryDirectory } from '../../os/files/temporary-files.js';
import { boxLong, linkedHashMap, mapEntries } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaValue } from '../../serial/model.js';
import { callable, fileCallable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { any, long, readShape, str } from '../../callables/shape.js';
import { nameFilter, nameFilters } from './name-filters.js';

const SUPPORT = 'com.cloudbees.jenkins.support';

/** Whom HTTPS connections of this agent trust: what Node.js brings. Added certificates are named by their place. */
const rootCertificateList = callable({
  name: `${SUPPORT}.impl.RootCAs$GetRootCA`,
  run: (_self, { agent }) => {
    const names = rootCertificates.map((pem) => subjectName(new X509Certificate(pem).subject));
    const lines = [
      '==== Trust Store Configuration ====',
      `Node.js ${process.versions.node}: ${names.length} certificates of its own`,
      `NODE_EXTRA_CA_CERTS: ${agent.environment['NODE_EXTRA_CA_CERTS'] ?? 'not set'}`,
      '',
      '===== Trust Manager 0 =====',
      `It is an X.509 Trust Manager containing ${names.length} certificates:`,
      ...names,
    ];
    return `${lines.join('\n')}\n`;
  },
});

/** X500Principal.toString: the most special part first. */
function subjectName(subject: string): string {
  return subject.split('\n').reverse().join(', ');
}

const EVERYTHING = 2n ** 63n - 1n;

/**
 * Compares log files with what the controller has of them: a LinkedHashMap, name -> how much it has, 0 for nothing of use,
 * Long.MAX_VALUE for everything. { Map<String, FileHash> cached, FilenameFilter filter }
 */
const logFileHashes = fileCallable({
  name: `${SUPPORT}.impl.SmartLogFetcher$LogFileHashSlurper`,
  fields: { cached: any, filter: nameFilter },
  run: async ({ cached, filter }, path, { signal }) => {
    const hashes = new Map(mapEntries(cached).map(([name, hash]) => [str(name, 'a key of cached'), hash]));
    const offsets: [string, JavaValue][] = [];
    for (const name of (await listNames(path)) ?? []) {
      if (!(await filter(path, name))) continue;
      offsets.push([name, boxLong(await offsetOf(childFile(path, name), hashes.get(name), signal))]);
    }
    return linkedHashMap(offsets);
  },
});

/** @param hash SmartLogFetcher$FileHash { long length, String md5 } of the first `length` bytes */
async function offsetOf(file: string, hash: JavaValue | undefined, signal: AbortSignal): Promise<bigint> {
  if (!(hash instanceof JavaObject)) return 0n;
  const { length, md5 } = readShape(hash, { length: long, md5: str });
  const size = await fileLength(file);
  if (size < length || (await headDigest(file, Number(length), signal)) !== md5) return 0n;
  return size === length ? EVERYTHING : length;
}

async function headDigest(file: string, length: number, signal: AbortSignal): Promise<string> {
  const hash = createHash('md5');
  let missing = length;
  for await (const bytes of await openRandomAccess(file, { signal })) {
    hash.update(bytes.subarray(0, missing));
    missing -= bytes.length;
    if (missing <= 0) break;
  }
  return hash.digest('hex');
}

/** A new file among the temporary ones, and a stream into it: the `support` command of old command lines. */
const saveBundle = callable({
  name: `${SUPPORT}.SupportCommand$SaveBundle`,
  fields: { filename: str },
  run: async ({ filename }, context) => {
    const file = childFile(temporaryDirectory(), filename);
    const { handle } = await openFile(file, OPEN.write | OPEN.create | OPEN.exclusive).catch((error: unknown) => {
      throw nioError(error, file);
    });
    context.agent.logger.log('INFO', `${SUPPORT}.SupportCommand run`, `Creating: ${file}`);
    return context.exportOutput({
      write: async (bytes) => {
        await handle.appendFile(bytes).catch((error: unknown) => {
          throw streamError(error);
        });
      },
      end: () => handle.close(),
    });
  },
});

export const supportFileCallables = [
  rootCertificateList,
  logFileHashes,
  saveBundle,
  ...nameFilters,
] satisfies Declaration[];
