/**
 * Operations that are sent to bad places. Fields are written so that they can be printed as JSON: those of an official agent
 * were made from the same table.
 */
import { gzipSync } from 'node:zlib';
import { fixture, makeTar } from '../../os/archive/support.js';
import { TOO_LARGE } from './places.js';

/** A field: a plain value, or an object named by its only key. */
export type Field =
  | string
  | number
  | boolean
  | null
  | { readonly long: number }
  /** A FilePath in the tree. */
  | { readonly path: string }
  /** A VirtualFile in the tree. */
  | { readonly virtual: string }
  /** A hudson.util.DirScanner$Glob with these includes. */
  | { readonly glob: string }
  /** An OpenOption[]: those of the workspace browser, or none. */
  | { readonly options: 'strict' | 'none' }
  /** A FilePath$TarCompression. */
  | { readonly compression: 'GZIP' | 'NONE' }
  /** An ArchiverFactory. */
  | { readonly factory: 'zip' | 'tar' }
  /** A stream or a pipe of the controller's, to be written to. */
  | { readonly output: 'stream' | 'pipe' }
  /** One that these bytes, in base64, are read from. */
  | { readonly input: string; readonly pipe?: true }
  /** A java.util.Locale. */
  | { readonly locale: 'en' }
  /** A TaskListener. */
  | { readonly listener: true };

export interface Operation {
  readonly name: string;
  readonly className: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** The file that the callable runs on: a path in the tree, or PLACE. Callables that are no file callables have none. */
  readonly on: string | null;
}

/** Stands for the bad place, as `on` and in fields. */
export const PLACE = '@';

type Fields = Operation['fields'];

const at = (className: string, fields: Fields = {}, name = className.replace(/.*[.$]/, '')): Operation => ({
  name,
  className: className.includes('.') ? className : `hudson.FilePath$${className}`,
  fields,
  on: PLACE,
});

/** From something that is there to the bad place. */
const to = (className: string, fields: Fields, on: string): Operation => ({
  ...at(className, fields, `${className} to`),
  on,
});

const TAR_OF_ONE = gzipSync(makeTar([{ name: 'd/entry', content: TOO_LARGE }])).toString('base64');
const TAR_THAT_ESCAPES = gzipSync(makeTar([{ name: '../entry', content: 'x' }])).toString('base64');
/** `s.txt`, stored. */
const ZIP_OF_ONE = fixture('stored.zip').toString('base64');
const STRICT: Fields = { openOptions: { options: 'strict' }, verificationRoot: null };
const GZIP: Field = { compression: 'GZIP' };
const ALL: Field = { glob: '**' };

export const OPERATIONS: readonly Operation[] = [
  at('Exists'),
  at('IsDirectory'),
  at('Length'),
  at('LastModified'),
  at('jenkins.util.VirtualFile$Readable'),
  at('GetFreeDiskSpace'),
  at('GetTotalDiskSpace'),
  at('GetUsableDiskSpace'),
  at('Absolutize'),
  at('ToURI'),
  at('Mode'),
  at('Chmod', { mask: 0o640 }),
  at('Touch', { timestamp: { long: 1_234_567_890_000 } }),
  at('SetLastModified', { timestamp: { long: 1_234_567_890_000 } }),
  at('Mkdirs'),
  at('ListFilter', { filter: null }),
  at('ListGlob', { includes: '**', excludes: null, defaultExcludes: true }),
  at('ValidateAntFileMask', { fileMasks: 'no*such', bound: 1000, caseSensitive: true }),
  at('Delete'),
  at('DeleteRecursive'),
  at('DeleteContents'),
  at('DeleteSuffixesRecursive'),
  at('CreateTempFile', { prefix: 'abc', suffix: '.x' }),
  at('CreateTextTempFile', { inThisDirectory: true, contents: TOO_LARGE, prefix: 'abc', suffix: '.x' }),
  at('CreateTempDir', { name: 'abc' }),
  at('Write', { content: TOO_LARGE, encoding: null }),
  at('WritePipe'),
  at('ReadToString'),
  at('Digest'),
  at('Read', { p: { output: 'pipe' }, openOptions: { options: 'none' }, verificationRoot: null }),
  at('Read', { p: { output: 'pipe' }, ...STRICT }, 'Read without links'),
  at('OffsetPipeSecureFileCallable', { p: { output: 'pipe' }, offset: { long: 0 } }),
  at('CopyTo', { out: { output: 'stream' } }),
  at('RenameTo', { target: { path: 'renamed' } }),
  to('RenameTo', { target: { path: PLACE } }, 'plain'),
  at('MoveAllChildrenTo', { target: { path: 'source' } }),
  to('MoveAllChildrenTo', { target: { path: PLACE } }, 'source'),
  at('CopyToWithPermission', { target: { path: 'copy' } }),
  to('CopyToWithPermission', { target: { path: PLACE } }, 'large'),
  at('CopyRecursiveLocal', { scanner: ALL, target: { path: 'copy' } }),
  to('CopyRecursiveLocal', { scanner: ALL, target: { path: PLACE } }, 'source'),
  at('SymlinkTo', { target: 'target', listener: { listener: true } }),
  at('ReadLink'),
  at('HasSymlink', STRICT),
  at('IsDescendant', { potentialChildRelativePath: 'x' }),
  { ...at('IsDescendant', { potentialChildRelativePath: '../outside' }, 'IsDescendant outside'), on: 'dir' },
  { ...at('IsDescendant', { potentialChildRelativePath: '/outside' }, 'IsDescendant absolute'), on: 'dir' },
  at('UntarFrom', { in: { input: TAR_OF_ONE }, compression: GZIP }),
  at('UntarFrom', { in: { input: TAR_THAT_ESCAPES }, compression: GZIP }, 'UntarFrom outside'),
  at('UntarRemote', { in: { input: TAR_OF_ONE }, compression: GZIP, name: 'archive' }),
  to('UntarLocal', { filePath: { path: PLACE }, compression: GZIP }, 'target'),
  at('ReadFromTar', {
    pipe: { input: TAR_OF_ONE, pipe: true },
    compression: GZIP,
    description: '**',
    filenamesEncoding: 'UTF-8',
    target: { path: 'target' },
  }),
  at('UnzipFrom', { in: { input: ZIP_OF_ONE } }),
  at('UnzipRemote', { in: { input: ZIP_OF_ONE } }),
  to('UnzipLocal', { filePath: { path: PLACE } }, 'target'),
  at('Archive', { factory: { factory: 'zip' }, out: { output: 'stream' }, scanner: ALL, ...STRICT }, 'Archive zip'),
  at('Archive', { factory: { factory: 'tar' }, out: { output: 'stream' }, scanner: ALL, ...STRICT }, 'Archive tar'),
  at('CopyRecursiveRemoteToLocal', {
    pipe: { output: 'pipe' },
    compression: GZIP,
    scanner: ALL,
    filenamesEncoding: 'UTF-8',
  }),
  at('WriteToTar', { pipe: { output: 'pipe' }, compression: GZIP, scanner: ALL, filenamesEncoding: 'UTF-8' }),
  at('jenkins.util.VirtualFile$Scanner', { includes: '**', excludes: null, useDefaultExcludes: true, ...STRICT }),
  { ...at('jenkins.util.VirtualFile$CollectFiles', { root: { virtual: PLACE } }), on: null },
  {
    ...at('hudson.model.DirectoryBrowserSupport$BuildChildPaths', {
      cur: { virtual: PLACE },
      locale: { locale: 'en' },
      openOptions: { options: 'strict' },
    }),
    on: null,
  },
  { ...at('hudson.model.Run$AddArtifacts', { root: { virtual: PLACE }, artifactsNumber: 10 }), on: null },
  at('hudson.tasks.ArtifactArchiver$ListFiles', {
    includes: '**',
    excludes: null,
    defaultExcludes: true,
    caseSensitive: true,
    followSymlinks: true,
  }),
  at('hudson.tasks.Fingerprinter$FindRecords', {
    buildTimestamp: { long: 0 },
    targets: '**',
    excludes: null,
    defaultExcludes: true,
    caseSensitive: true,
  }),
  at('hudson.tools.ZipExtractionInstaller$ChmodRecAPlusX'),
  at('hudson.tasks.Maven$DecideDefaultMavenCommand', { arguments: 'install' }),
  at('hudson.model.WorkspaceCleanupThread$CleanupOldWorkspaces', { retentionInDays: -1 }),
  at('hudson.node_monitors.DiskSpaceMonitorDescriptor$GetUsableSpace'),
];
