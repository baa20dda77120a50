/** hudson.util.DirScanner and its subclasses as arguments: each says which files below a directory are meant. */
import { JavaError } from '../../java/java-error.js';
import { scanExplicit, scanFiltered, scanFull, scanGlob } from '../../os/archive/dir-scan.js';
import type { TreeScan } from '../../os/archive/scanned.js';
import type { CallChannel } from '../../remoting/call.js';
import { mapEntries, uuidText } from '../../serial/jdk.js';
import type { JavaObject } from '../../serial/model.js';
import { scanQueue } from '../../plugins/htmlpublisher/queue-scanner.js';
import { any, bool, nullableObj, nullableStr, readShape, str } from '../../callables/shape.js';
import { fileFilter } from '../file-path/directories.js';
import { optionNames } from '../file-path/open-options-fields.js';

/** Scans one directory. */
export type Scanner = (directory: string, signal: AbortSignal) => TreeScan;

/**
 * The scanner that an object stands for. Those of plugins are Java code, which is not run here; one that is known does natively
 * what that code does.
 * @param channel where the request came from
 * @throws JavaError java.lang.ClassNotFoundException that names the class
 */
export function dirScanner(object: JavaObject, channel: CallChannel): Scanner {
  const decode = SCANNERS[object.className];
  if (decode) return decode(object, channel);
  const message = `The directory scanner ${object.className} is not known to this agent`;
  throw new JavaError('java.lang.ClassNotFoundException', message);
}

const SCANNERS: Readonly<Record<string, (object: JavaObject, channel: CallChannel) => Scanner>> = {
  'hudson.util.DirScanner$Full': () => scanFull,

  /** { FileFilter filter } */
  'hudson.util.DirScanner$Filter': (object) => {
    const { filter } = readShape(object, { filter: nullableObj });
    const accepts = fileFilter(filter);
    return (directory, signal) => scanFiltered(directory, accepts, signal);
  },

  /** { boolean useDefaultExcludes, String excludes, String includes, OpenOption[] openOptions }; until 2.393 followSymlinks for the last */
  'hudson.util.DirScanner$Glob': (object) => {
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
  },

  /** { Map<String, String> files }: name in the archive -> path below the directory */
  'hudson.FilePath$ExplicitlySpecifiedDirScanner': (object) => {
    const { files } = readShape(object, { files: any });
    const paths = mapEntries(files).map(
      ([name, path]) => [str(name, 'a key of files'), str(path, 'a value of files')] as const,
    );
    return (directory) => scanExplicit(directory, new Map(paths));
  },

  /** { UUID queueKey } */
  'htmlpublisher.util.QueueReadingDirScanner': (object, channel) => {
    const { queueKey } = readShape(object, { queueKey: uuidText });
    return (_directory, signal) => scanQueue(queueKey, channel, signal);
  },
};
