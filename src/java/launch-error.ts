/** The exceptions of a process that cannot be started, with java.lang.ProcessBuilder's messages: plugins look for them. */
import os from 'node:os';
import { JavaError, ioError } from './java-error.js';

/** strerror(3) of the errors that chdir, fork and exec give. */
const REASONS: Readonly<Record<string, string>> = {
  E2BIG: 'Argument list too long',
  EACCES: 'Permission denied',
  EAGAIN: 'Resource temporarily unavailable',
  EINVAL: 'Invalid argument',
  EIO: 'Input/output error',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  ENFILE: 'Too many open files in system',
  ENOENT: 'No such file or directory',
  ENOEXEC: 'Exec format error',
  ENOMEM: 'Cannot allocate memory',
  ENOTDIR: 'Not a directory',
  EPERM: 'Operation not permitted',
  ETXTBSY: 'Text file busy',
};

/**
 * GetLastError() and its text for what libuv translated into an errno: an access denied is EPERM, and EACCES a program that would
 * have to ask the user for more rights.
 */
const WINDOWS_REASONS: Readonly<Record<string, readonly [code: number, text: string]>> = {
  E2BIG: [206, 'The filename or extension is too long'],
  EACCES: [740, 'The requested operation requires elevation'],
  EBUSY: [32, 'The process cannot access the file because it is being used by another process'],
  EFTYPE: [193, '%1 is not a valid Win32 application'],
  EINVAL: [87, 'The parameter is incorrect'],
  EMFILE: [4, 'The system cannot open the file'],
  ENAMETOOLONG: [206, 'The filename or extension is too long'],
  ENOENT: [2, 'The system cannot find the file specified'],
  ENOMEM: [8, 'Not enough memory resources are available to process this command'],
  ENOTDIR: [267, 'The directory name is invalid'],
  EPERM: [5, 'Access is denied'],
};

/**
 * `Cannot run program "x" (in directory "d"): error=2, No such file or directory`, with the part after the colon as cause.
 *
 * @param code errno name: `ENOENT`
 */
export function cannotRun(
  program: string,
  workDir: string | null,
  code: string,
  platform = process.platform,
): JavaError {
  const where = workDir === null ? '' : ` (in directory "${workDir}")`;
  const reason = platform === 'win32' ? windowsReason(code) : unixReason(code);
  return ioError(`Cannot run program "${program}"${where}: ${reason}`, { cause: ioError(reason) });
}

/** The working directory of hudson.Proc.LocalProc is missing. */
export function noWorkDir(workDir: string): JavaError {
  return ioError(`Process working directory '${workDir}' doesn't exist!`);
}

/** Throws what ProcessBuilder.start throws for a command that no system call could take. */
export function checkCommand(command: readonly string[]): void {
  if (command.length === 0) {
    throw new JavaError('java.lang.ArrayIndexOutOfBoundsException', 'Index 0 out of bounds for length 0');
  }
  if (command.some((argument) => argument.includes('\0'))) throw ioError('invalid null character in command');
}

function unixReason(code: string): string {
  const errno = (os.constants.errno as Readonly<Record<string, number>>)[code];
  return `error=${errno ?? 0}, ${REASONS[code] ?? code}`;
}

function windowsReason(code: string): string {
  const [number, text] = WINDOWS_REASONS[code] ?? [0, code];
  return `CreateProcess error=${number}, ${text}`;
}

/** Throws what the map of ProcessBuilder.environment() throws for a variable that no system call could take. */
export function checkEnvironment(variables: Readonly<Record<string, string>>, platform = process.platform): void {
  for (const [name, value] of Object.entries(variables)) {
    // Windows itself has names that begin with `=`.
    const invalid = name.includes('\0') || name.includes('=', platform === 'win32' ? 1 : 0);
    if (invalid) throw illegal('name', name);
    if (value.includes('\0')) throw illegal('value', value);
  }
}

function illegal(what: 'name' | 'value', text: string): JavaError {
  return new JavaError('java.lang.IllegalArgumentException', `Invalid environment variable ${what}: "${text}"`);
}
