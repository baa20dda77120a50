import { listFilePath } from '../../jenkins/archive/globs.js';
import { bool, nullableStr, str } from '../../callables/shape.js';
import type { FieldReader, Shaped } from '../../callables/shape.js';
import type { Operation } from './operation.js';

/** null for versions until 264, which lack the field and leave out what Ant leaves out by default. */
const useDefaultExcludes: FieldReader<boolean | null> = (value, where) =>
  value === undefined ? null : bool(value, where);

/** Fields of the operations on what patterns select. */
export const selectionFields = { resolvedIncludes: str, resolvedExcludes: nullableStr, useDefaultExcludes };

/** The set that the fields describe. */
export function selectedSet(self: Shaped<typeof selectionFields>) {
  const { resolvedIncludes: includes, resolvedExcludes: excludes } = self;
  return { includes, excludes, defaultExcludes: self.useDefaultExcludes ?? true };
}

/** The files, as FilePath.list gives them; that there are none is reported. */
export async function selectedFiles(self: Shaped<typeof selectionFields>, operation: Operation): Promise<string[]> {
  const files = await listFilePath(operation.workspace, selectedSet(self), operation.context.signal);
  if (files.length === 0) {
    const { resolvedIncludes, resolvedExcludes } = self;
    await operation.listener.println(
      `0 files found for include pattern '${resolvedIncludes}' and exclude pattern '${String(resolvedExcludes)}'`,
    );
  }
  return files;
}
