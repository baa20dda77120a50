/**
 * hudson.FilePath on the wire:
 *
 *     String remote
 *     FilePath$UrlFactory urlFactory    null
 *     custom: boolean                   whether the path is of the machine that wrote it
 *
 * The controller writes false for what is a path of ours, and takes true from us for the same. urlFactory is left away by
 * newer controllers, which ignore it.
 */
import { JavaError } from '../../java/java-error.js';
import { javaFile } from '../../java/path.js';
import { normalizeRemote } from '../../java/remote-path.js';
import { CustomDataReader } from '../../serial/custom-data.js';
import { declareClass } from '../../serial/declare.js';
import { arrayDesc, objectArray } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { JavaArray, JavaValue } from '../../serial/model.js';
import type { FieldReader } from '../../callables/shape.js';

const FILE_PATH = declareClass({
  name: 'hudson.FilePath',
  suid: 1n,
  fields: { remote: 'Ljava/lang/String;', urlFactory: 'Lhudson/FilePath$UrlFactory;' },
  custom: () => [Buffer.of(1)],
});

/** `new FilePath(new File(path))` of this machine. */
export function filePath(path: string): JavaObject {
  return FILE_PATH.create({ remote: normalizeRemote(path), urlFactory: null });
}

const FILE_PATHS = arrayDesc('[Lhudson.FilePath;', BigInt.asIntN(64, 0xe467b707cfeaa822n));

/** FilePath[] of files of this machine. */
export function filePathArray(paths: readonly string[]): JavaArray {
  return objectArray(paths.map(filePath), FILE_PATHS);
}

/**
 * The path of a FilePath, normalized as its readResolve does.
 * @param where names the value for the error
 * @throws JavaError java.io.InvalidObjectException for anything else
 */
export function remoteOf(value: JavaValue | undefined, where: string): string {
  const remote = value instanceof JavaObject && value.isA('hudson.FilePath') ? value.get('remote') : undefined;
  if (typeof remote === 'string') return normalizeRemote(remote);
  throw new JavaError('java.io.InvalidObjectException', `${where} is not a FilePath`);
}

/** Whether a FilePath that the controller sent is of this machine: FilePath.isRemote() says no. */
export function isOurPath(value: JavaObject): boolean {
  return !new CustomDataReader(value.custom('hudson.FilePath')).boolean();
}

/** A field that holds a FilePath: `new File(filePath.remote)`. */
export const filePathField: FieldReader<string> = (value, where) => javaFile(remoteOf(value, where));
