/** hudson.util.DirScanner and its subclasses as arguments: each says which files below a directory are meant. */
import { scanExplicit, scanFiltered, scanFull, scanGlob } from '../../os/archive/dir-scan.js';
import type { TreeScan } from '../../os/archive/scanned.js';
import type { CallChannel } from '../../remoting/call.js';
import { mapEntries } from '../../serial/jdk.js';
import { JavaObject } from '../../serial/model.js';
import type { Declared } from '../../callables/kinds.js';
import { assertKnownFields } from '../../callables/known-fields.js';
import { lookup } from '../../callables/lookup.js';
import { any, bool, nullableStr, readShape, str } from '../../callables/shape.js';
import type { CallFieldReader } from '../../callables/shape.js';
import { unknownClass } from '../../callables/unknown-class.js';
import { fileFilter } from '../file-path/file-filters.js';
import { optionNames } from '../file-path/open-options-fields.js';

/** Scans one directory. */
export type Scanner = (directory: string, signal: AbortSignal) => TreeScan;

/** A hudson.util.DirScanner implemented natively. Those of plugins are Java code: a declaration does what that code does. */
export interface DirScannerClass {
  /** @param channel where the request came from */
  scanner(object: JavaObject, channel: CallChannel): Scanner;
}

declare module '../../callables/kinds.js' {
  interface Kinds {
    dirScanner: DirScannerClass;
  }
}

/** Declares a scanner of a Java class. */
export function dirScannerClass(name: string, scanner: DirScannerClass['scanner']): Declared<'dirScanner'> {
  return { kind: 'dirScanner', name, scanner };
}

/** A field that holds a scanner. @throws JavaError java.io.IOException that names a class that is not known */
export const dirScanner: CallFieldReader<Scanner> = (value, _where, { channel }) => {
  const found = value instanceof JavaObject ? lookup('dirScanner', value.className) : undefined;
  if (found && value instanceof JavaObject) {
    assertKnownFields(value);
    return found.scanner(value, channel);
  }
  throw unknownClass('the directory scanner', value);
};

/** { FileFilter filter } */
const filtered = dirScannerClass('hudson.util.DirScanner$Filter', (object) => {
  const { filter } = readShape(object, { filter: fileFilter });
  return (directory, signal) => scanFiltered(directory, filter, signal);
});

/** { boolean useDefaultExcludes, String excludes, String includes, OpenOption[] openOptions }; until 2.393 followSymlinks for the last */
const glob = dirScannerClass('hudson.util.DirScanner$Glob', (object) => {
  const { includes, excludes, useDefaultExcludes, openOptions, followSymlinks } = readShape(object, {
    includes: nullableStr,
    excludes: nullableStr,
    useDefaultExcludes: bool,
    openOptions: optionNames,
    followSymlinks: (value) => value !== false,
  });
  const followLinks = followSymlinks && !openOptions.includes('NOFOLLOW_LINKS');
  const set = { includes: includes ?? '', excludes, defaultExcludes: useDefaultExcludes, followLinks };
  return (directory, signal) => scanGlob(directory, set, signal);
});

/** { Map<String, String> files }: name in the archive -> path below the directory */
const explicit = dirScannerClass('hudson.FilePath$ExplicitlySpecifiedDirScanner', (object) => {
  const { files } = readShape(object, { files: any });
  const paths = mapEntries(files).map(
    ([name, path]) => [str(name, 'a key of files'), str(path, 'a value of files')] as const,
  );
  return (directory) => scanExplicit(directory, new Map(paths));
});

export const dirScanners = [dirScannerClass('hudson.util.DirScanner$Full', () => scanFull), filtered, glob, explicit];
