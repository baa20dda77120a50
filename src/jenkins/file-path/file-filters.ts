/** java.io.FileFilter as an argument. Those of plugins are Java code: a declaration does what that code does. */
import { isDirectory } from '../../os/files/attributes.js';
import { isHiddenTmpDir, isRefusedLink } from '../../os/files/open-options.js';
import { JavaObject } from '../../serial/model.js';
import type { Declared } from '../../callables/kinds.js';
import { assertKnownFields } from '../../callables/known-fields.js';
import { lookup } from '../../callables/lookup.js';
import type { FieldReader } from '../../callables/shape.js';
import { unknownClass } from '../../callables/unknown-class.js';
import { openOptionsOf } from './open-options-fields.js';

/** Whether a file is taken. */
export type FileFilter = (file: string) => Promise<boolean> | boolean;

/** A java.io.FileFilter implemented natively. */
export interface FileFilterClass {
  filter(object: JavaObject): FileFilter;
}

declare module '../../callables/kinds.js' {
  interface Kinds {
    fileFilter: FileFilterClass;
  }
}

/** Declares a filter of a Java class. */
export function fileFilterClass(name: string, filter: FileFilterClass['filter']): Declared<'fileFilter'> {
  return { kind: 'fileFilter', name, filter };
}

/** A field that holds a filter; null takes everything. @throws JavaError java.io.IOException that names a class that is not known */
export const fileFilter: FieldReader<FileFilter> = (value) => {
  if (value === null || value === undefined) return () => true;
  const found = value instanceof JavaObject ? lookup('fileFilter', value.className) : undefined;
  if (found && value instanceof JavaObject) {
    assertKnownFields(value);
    return found.filter(value);
  }
  throw unknownClass('the file filter', value);
};

/** The files that a filter takes. */
export async function filtered(files: readonly string[], accepts: FileFilter): Promise<string[]> {
  const accepted: string[] = [];
  for (const file of files) if (await accepts(file)) accepted.push(file);
  return accepted;
}

export const fileFilters = [
  fileFilterClass('hudson.FilePath$DirectoryFilter', () => isDirectory),
  fileFilterClass(
    'hudson.FilePath$SymlinkRetainingFileFilter',
    (filter) => (file) => isRefusedLink(file, openOptionsOf(filter)),
  ),
  fileFilterClass('hudson.FilePath$OptionalDiscardingFileFilter', (filter) => {
    const options = openOptionsOf(filter);
    return async (file) => !(await isRefusedLink(file, options)) && !(await isHiddenTmpDir(file, options));
  }),
];
