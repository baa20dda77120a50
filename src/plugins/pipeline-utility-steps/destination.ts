/**
 * org.jenkinsci.plugins.pipeline.utility.steps.AbstractFileCallable, the superclass of all that pack and unpack:
 *
 *     boolean   allowExtractionOutsideDestination    since 2.15.3
 *     FilePath  destination                          the archive to make, or the directory to unpack into
 *
 * Older versions of the plugin unpack wherever an archive says. That was a vulnerability, and is refused for them, too.
 */
import { canonicalPath } from '../../os/files/canonical-path.js';
import { javaFile, pathStartsWith } from '../../java/path.js';
import { remoteChild } from '../../java/remote-path.js';
import { pathMatcher } from '../../os/ant-glob/path-matcher.js';
import { JavaError } from '../../java/java-error.js';
import { remoteOf } from '../../jenkins/file-path/file-path-value.js';
import { bool } from '../../callables/shape.js';
import type { FieldReader } from '../../callables/shape.js';

/** A field that holds a FilePath or null: its remote path. */
const nullableRemote: FieldReader<string | null> = (value, where) =>
  value === null || value === undefined ? null : remoteOf(value, where);

/** The fields of the superclass. */
export const destinationFields = { allowExtractionOutsideDestination: bool, destination: nullableRemote };

interface DestinationFields {
  readonly allowExtractionOutsideDestination: boolean;
  readonly destination: string | null;
}

/** getDestination() where it is used as if it were never null. */
export function destinationOf({ destination }: DestinationFields): string {
  if (destination === null) throw new JavaError('java.lang.NullPointerException', null);
  return destination;
}

/** `getDestination().child(name)` for the name of an entry. */
export function entryPath(destination: string, name: string): string {
  return remoteChild(destination, name);
}

/** AbstractFileCallable.isDescendantOfDestination: links on the way count for where they lead. */
export async function isInside(self: DestinationFields, remote: string): Promise<boolean> {
  if (self.allowExtractionOutsideDestination) return true;
  const root = await canonicalPath(javaFile(destinationOf(self)));
  return pathStartsWith(await canonicalPath(javaFile(remote)), root);
}

/** As `isInside`, for those who unpack. */
export async function requireInside(self: DestinationFields, remote: string): Promise<void> {
  if (await isInside(self, remote)) return;
  throw new JavaError('java.io.FileNotFoundException', `${remote} is out of bounds!`);
}

/** Whether an entry is wanted: SelectorUtils.matchPath, and everything without a pattern. */
export function entryFilter(glob: string | null): (name: string) => boolean {
  if (glob === null || glob.trim() === '') return () => true;
  return pathMatcher(glob);
}
