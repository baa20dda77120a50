/**
 * How a request says what the workspace browser may show. Since 2.394:
 *
 *     OpenOption[] openOptions     of the enums java.nio.file.LinkOption and hudson.FilePath$DisplayOption
 *     String verificationRoot
 *
 * before that `boolean noFollowLinks` in the place of the array.
 */
import { JavaArray, JavaEnum } from '../../serial/model.js';
import type { JavaObject, JavaValue } from '../../serial/model.js';
import { bool, nullableStr, readShape } from '../../callables/shape.js';
import type { FieldReader } from '../../callables/shape.js';
import type { OpenOptions } from '../../os/files/open-options.js';

/** Reads the fields of either generation. */
export function openOptionsOf(object: JavaObject): OpenOptions {
  const { openOptions, noFollowLinks, verificationRoot } = readShape(object, {
    openOptions: optionNames,
    noFollowLinks: bool,
    verificationRoot: nullableStr,
  });
  return {
    noFollowLinks: noFollowLinks || openOptions.includes('NOFOLLOW_LINKS'),
    ignoreTmpDirs: openOptions.includes('IGNORE_TMP_DIRS'),
    verificationRoot,
  };
}

/** The names of the enum constants in an OpenOption[]; others (that no controller sends) mean nothing here. */
export const optionNames: FieldReader<readonly string[]> = (value) => {
  if (!(value instanceof JavaArray) || !Array.isArray(value.elements)) return [];
  return value.elements.filter((option: JavaValue) => option instanceof JavaEnum).map((option) => option.constant);
};
