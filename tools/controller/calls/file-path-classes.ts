/** hudson.FilePath and the operations on it: a FileCallable inside a FileCallableWrapper, which says on which path it runs. */
import { declareClass, declareEnum } from '../../../src/serial/declare.js';
import { MASTER_TO_SLAVE_FILE_CALLABLE } from './callable-bases.js';

const superclass = MASTER_TO_SLAVE_FILE_CALLABLE;

/** Custom data: one boolean after the fields, false on a path that is the receiver's. */
export const FILE_PATH = declareClass({
  name: 'hudson.FilePath',
  suid: 1n,
  fields: { remote: 'Ljava/lang/String;', urlFactory: 'Lhudson/FilePath$UrlFactory;' },
  custom: () => [Buffer.from([0])],
});

export const FILE_CALLABLE_WRAPPER = declareClass({
  name: 'hudson.FilePath$FileCallableWrapper',
  suid: 1n,
  fields: { callable: 'Lhudson/FilePath$FileCallable;', filePath: 'Lhudson/FilePath;' },
});

/** -> Boolean */
export const MKDIRS = declareClass({ name: 'hudson.FilePath$Mkdirs', suid: 1n, superclass });

/** -> Boolean */
export const EXISTS = declareClass({ name: 'hudson.FilePath$Exists', suid: 1n, superclass });

/** -> Long, bytes */
export const LENGTH = declareClass({ name: 'hudson.FilePath$Length', suid: 1n, superclass });

/** -> String, MD5 as hex */
export const DIGEST = declareClass({ name: 'hudson.FilePath$Digest', suid: 1n, superclass });

/** -> String, in the agent's default charset */
export const READ_TO_STRING = declareClass({ name: 'hudson.FilePath$ReadToString', suid: 1n, superclass });

/** -> String, absolute path of the new file */
export const CREATE_TEXT_TEMP_FILE = declareClass({
  name: 'hudson.FilePath$CreateTextTempFile',
  suid: 1n,
  fields: {
    inThisDirectory: 'Z',
    contents: 'Ljava/lang/String;',
    prefix: 'Ljava/lang/String;',
    suffix: 'Ljava/lang/String;',
  },
  superclass,
});

/** -> null */
export const DELETE = declareClass({ name: 'hudson.FilePath$Delete', suid: 1n, superclass });

/** -> null */
export const DELETE_RECURSIVE = declareClass({ name: 'hudson.FilePath$DeleteRecursive', suid: 1n, superclass });

/** -> null; a null encoding is the agent's default charset */
export const WRITE = declareClass({
  name: 'hudson.FilePath$Write',
  suid: 1n,
  fields: { content: 'Ljava/lang/String;', encoding: 'Ljava/lang/String;' },
  superclass,
});

/** -> null; the bytes come through the pipe */
export const READ = declareClass({
  name: 'hudson.FilePath$Read',
  suid: 1n,
  fields: {
    openOptions: '[Ljava/nio/file/OpenOption;',
    p: 'Lhudson/remoting/Pipe;',
    verificationRoot: 'Ljava/lang/String;',
  },
  superclass,
});

/** -> RemoteOutputStream, to write the file's new content to */
export const WRITE_PIPE = declareClass({ name: 'hudson.FilePath$WritePipe', suid: 1n, superclass });

/** -> null; the bytes come through the stream, which stays open */
export const COPY_TO = declareClass({
  name: 'hudson.FilePath$CopyTo',
  suid: 4088559042349254141n,
  fields: { out: 'Ljava/io/OutputStream;' },
  superclass,
});

export const TAR_COMPRESSION = declareEnum('hudson.FilePath$TarCompression', ['NONE', 'GZIP']);

const DIR_SCANNER = declareClass({ name: 'hudson.util.DirScanner', suid: 1n });

/** Exactly these files: path in the archive -> path in the directory. */
export const EXPLICITLY_SPECIFIED_DIR_SCANNER = declareClass({
  name: 'hudson.FilePath$ExplicitlySpecifiedDirScanner',
  suid: 1n,
  fields: { files: 'Ljava/util/Map;' },
  superclass: DIR_SCANNER,
});

/** -> Integer, the number of entries; the tar comes through the pipe */
export const COPY_RECURSIVE_REMOTE_TO_LOCAL = declareClass({
  name: 'hudson.FilePath$CopyRecursiveRemoteToLocal',
  suid: 1n,
  fields: {
    compression: 'Lhudson/FilePath$TarCompression;',
    filenamesEncoding: 'Ljava/lang/String;',
    pipe: 'Lhudson/remoting/Pipe;',
    scanner: 'Lhudson/util/DirScanner;',
  },
  superclass,
});

/** -> null; unpacks a tar that it reads from a stream of ours */
export const UNTAR_FROM = declareClass({
  name: 'hudson.FilePath$UntarFrom',
  suid: 1n,
  fields: { compression: 'Lhudson/FilePath$TarCompression;', in: 'Ljava/io/InputStream;' },
  superclass,
});

/** -> Map: path in the archive -> path in the workspace */
export const LIST_FILES = declareClass({
  name: 'hudson.tasks.ArtifactArchiver$ListFiles',
  suid: 1n,
  fields: {
    caseSensitive: 'Z',
    defaultExcludes: 'Z',
    followSymlinks: 'Z',
    excludes: 'Ljava/lang/String;',
    includes: 'Ljava/lang/String;',
  },
  superclass,
});

/** -> List of Fingerprinter$Record{produced, fileName, md5sum, relativePath} */
export const FIND_RECORDS = declareClass({
  name: 'hudson.tasks.Fingerprinter$FindRecords',
  suid: -2698583045213136771n,
  fields: {
    buildTimestamp: 'J',
    caseSensitive: 'Z',
    defaultExcludes: 'Z',
    excludes: 'Ljava/lang/String;',
    targets: 'Ljava/lang/String;',
  },
  superclass,
});
