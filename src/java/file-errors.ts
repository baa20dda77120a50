/**
 * What Java says when the operating system says no: the one table from errno to exceptions.
 *
 * Java has three ways of saying it, and the official agent uses all three, each operation always the same one:
 *
 *     nioError     java.nio.file.Files on a path          NoSuchFileException: /a/b
 *     fileIoError  java.io.FileInputStream and relatives  FileNotFoundException: /a/b (No such file or directory)
 *     streamError  reading and writing what is open       IOException: No space left on device
 *
 * The failed call's own error is left out of them on purpose: their cause would be sent as Java's cause, which has none.
 */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { JavaError, ioError } from './java-error.js';

/** The error code of a failed system call (`ENOENT`), or undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * What sun.nio.fs.UnixException (on Windows: WindowsException) makes of a failed operation on a path.
 * Errors that are not of a system call come back unchanged: they are JavaErrors already, or defects of ours.
 * @param path as Java would print it
 * @param other the second path of a move, copy or link, when Java names it too
 */
export function nioError(
  error: unknown,
  path: string,
  other: string | null = null,
  platform = process.platform,
): Error {
  const code = errorCode(error);
  if (code === undefined || error instanceof JavaError) return asError(error);
  const javaClass = NIO_CLASSES[code];
  if (javaClass !== undefined) return fileSystemError(javaClass, path, other);
  if (platform === 'win32' && (code === 'EPERM' || code === 'EISDIR')) {
    // libuv reports ERROR_ACCESS_DENIED as EPERM, and that of a directory opened as a file as EISDIR.
    return fileSystemError('java.nio.file.AccessDeniedException', path, other);
  }
  const text = reasonText(code, platform);
  const reason = code === 'ELOOP' ? `${text} or unable to access attributes of symbolic link` : text;
  return fileSystemError('java.nio.file.FileSystemException', path, other, reason);
}

/** A java.nio.file.FileSystemException or one of its subclasses; its message is composed of the parts as getMessage() does. */
export function fileSystemError(
  javaClass: string,
  file: string,
  other: string | null = null,
  reason: string | null = null,
): JavaError {
  const message = `${file}${other === null ? '' : ` -> ${other}`}${reason === null ? '' : `: ${reason}`}`;
  return new JavaError(javaClass, message, { details: { file, other, reason } });
}

/** What java.io.FileInputStream, FileOutputStream and RandomAccessFile make of a failed open. */
export function fileIoError(error: unknown, path: string, platform = process.platform): Error {
  const code = errorCode(error);
  if (code === undefined || error instanceof JavaError) return asError(error);
  const reason = isMissingFile(code, path, platform) ? FILE_NOT_FOUND : reasonText(code, platform);
  return new JavaError('java.io.FileNotFoundException', `${path} (${reason})`);
}

/** Windows tells a missing file from a missing folder; libuv does not. */
function isMissingFile(code: string, path: string, platform: string): boolean {
  return platform === 'win32' && code === 'ENOENT' && existsSync(dirname(path));
}

const FILE_NOT_FOUND = 'The system cannot find the file specified';

/** What a read from or a write to an open file fails with, and what File.createTempFile fails with: the bare reason. */
export function streamError(error: unknown): Error {
  const code = errorCode(error);
  if (code === undefined || error instanceof JavaError) return asError(error);
  return ioError(reasonText(code));
}

/** strerror: what the C library says for an error code; Windows' own sentence where libuv folds one into the code. */
export function reasonText(code: string, platform = process.platform): string {
  return (platform === 'win32' ? WINDOWS_REASONS[code] : undefined) ?? REASONS[code] ?? code;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

const NIO_CLASSES: Readonly<Record<string, string>> = {
  ENOENT: 'java.nio.file.NoSuchFileException',
  EACCES: 'java.nio.file.AccessDeniedException',
  EEXIST: 'java.nio.file.FileAlreadyExistsException',
};

const REASONS: Readonly<Record<string, string>> = {
  E2BIG: 'Argument list too long',
  EACCES: 'Permission denied',
  EAGAIN: 'Resource temporarily unavailable',
  EBADF: 'Bad file descriptor',
  EBUSY: 'Device or resource busy',
  EDQUOT: 'Disk quota exceeded',
  EEXIST: 'File exists',
  EFBIG: 'File too large',
  // Not of the system on Linux: os/files/open-file.ts refuses with it what is no file.
  EFTYPE: 'Not a regular file',
  EINTR: 'Interrupted system call',
  EINVAL: 'Invalid argument',
  EIO: 'Input/output error',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  EMLINK: 'Too many links',
  ENAMETOOLONG: 'File name too long',
  ENFILE: 'Too many open files in system',
  ENODEV: 'No such device',
  ENOENT: 'No such file or directory',
  ENOEXEC: 'Exec format error',
  ENOLCK: 'No locks available',
  ENOMEM: 'Cannot allocate memory',
  ENOSPC: 'No space left on device',
  ENOSYS: 'Function not implemented',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  ENOTSUP: 'Operation not supported',
  ENXIO: 'No such device or address',
  EOPNOTSUPP: 'Operation not supported',
  EOVERFLOW: 'Value too large for defined data type',
  EPERM: 'Operation not permitted',
  EPIPE: 'Broken pipe',
  EROFS: 'Read-only file system',
  ESPIPE: 'Illegal seek',
  ESTALE: 'Stale file handle',
  ETIMEDOUT: 'Connection timed out',
  ETXTBSY: 'Text file busy',
  EXDEV: 'Invalid cross-device link',
};

const WINDOWS_REASONS: Readonly<Record<string, string>> = {
  EBUSY: 'The process cannot access the file because it is being used by another process',
  ENAMETOOLONG: 'The filename or extension is too long',
  ENOENT: 'The system cannot find the path specified',
  ENOSPC: 'There is not enough space on the disk',
  ENOTDIR: 'The directory name is invalid',
  ENOTEMPTY: 'The directory is not empty',
  EACCES: 'Access is denied',
  EPERM: 'Access is denied',
  EISDIR: 'Access is denied',
  EINVAL: 'The filename, directory name, or volume label syntax is incorrect',
};
