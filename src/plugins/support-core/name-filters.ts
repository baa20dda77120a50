/** java.io.FilenameFilter of the plugin's as an argument: which log files of a directory go into a bundle. */
import { lastModified } from '../../os/files/attributes.js';
import { JavaObject } from '../../serial/model.js';
import type { Declared } from '../../callables/kinds.js';
import { lookup } from '../../callables/lookup.js';
import type { FieldReader } from '../../callables/shape.js';
import { unknownClass } from '../../callables/unknown-class.js';

/** Whether a name in a directory is taken. */
export type NameFilter = (directory: string, name: string) => Promise<boolean> | boolean;

/** A java.io.FilenameFilter implemented natively. */
export interface NameFilterClass {
  readonly accepts: NameFilter;
}

declare module '../../callables/kinds.js' {
  interface Kinds {
    nameFilter: NameFilterClass;
  }
}

/** A field that holds a filter. @throws JavaError java.io.IOException that names a class that is not known */
export const nameFilter: FieldReader<NameFilter> = (value) => {
  const found = value instanceof JavaObject ? lookup('nameFilter', value.className) : undefined;
  if (found) return found.accepts;
  throw unknownClass('the file filter', value);
};

const WEEK_MS = 7 * 24 * 3_600_000;

export const nameFilters = [
  /** Nothing from a directory that has not changed for a week. */
  declared(
    'LogFilenameAgentFilter',
    async (directory, name) => name.endsWith('.log') && Date.now() - Number(await lastModified(directory)) < WEEK_MS,
  ),
  declared('LogFilenameFilter', (_directory, name) => name.endsWith('.log')),
  declared('WinswLogfileFilter', (_directory, name) => /\.(?:out|err)\.log/.test(name)),
];

function declared(name: string, accepts: NameFilter): Declared<'nameFilter'> {
  return { kind: 'nameFilter', name: `com.cloudbees.jenkins.support.impl.${name}`, accepts };
}
