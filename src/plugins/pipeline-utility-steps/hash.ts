import { createHash } from 'node:crypto';
import { absoluteFile } from '../../java/path.js';
import { isRegularFile } from '../../os/files/attributes.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { fileCallable } from '../../callables/callable.js';
import { nullableStr } from '../../callables/shape.js';

/** sha1, sha256, md5 and their verify steps: lower-case hex, or null for what is no file. */
export const computeHash = fileCallable({
  name: 'org.jenkinsci.plugins.pipeline.utility.steps.fs.ComputeHashCallable',
  fields: { hashAlgorithm: nullableStr },
  run: async ({ hashAlgorithm }, path, { signal }) => {
    if (!(await isRegularFile(path))) return null;
    const hash = createHash(algorithm(hashAlgorithm));
    for await (const bytes of await openRandomAccess(absoluteFile(path), { signal })) hash.update(bytes);
    return hash.digest('hex');
  },
});

/** MessageDigest.getInstance: Java's names for what OpenSSL calls otherwise. */
function algorithm(name: string | null): string {
  if (name === null) throw new JavaError('java.lang.NullPointerException', 'null algorithm name');
  const found = ALGORITHMS[name.toUpperCase()];
  if (found !== undefined) return found;
  const message = `${name} MessageDigest not available`;
  throw ioError(message, { cause: new JavaError('java.security.NoSuchAlgorithmException', message) });
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  SHA: 'sha1',
  SHA1: 'sha1',
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  'SHA-512/224': 'sha512-224',
  'SHA-512/256': 'sha512-256',
  'SHA3-224': 'sha3-224',
  'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384',
  'SHA3-512': 'sha3-512',
};
