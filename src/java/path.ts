/**
 * Paths as java.io.File, java.nio.file.Path and hudson.FilePath see them. Pure functions: no disk is touched. They work
 * on the path syntax of this machine unless told otherwise, so that the Windows rules are testable anywhere.
 */
import path from 'node:path';
import { JavaError } from './java-error.js';

export type PathSyntax = 'posix' | 'win32';

const HERE: PathSyntax = process.platform === 'win32' ? 'win32' : 'posix';

/** java.io.File's normal form: repeated separators become one, none at the end (but for a root); on Windows all are `\`. */
export function javaFile(name: string, syntax: PathSyntax = HERE): string {
  if (syntax === 'posix') {
    // Asked first: names are normal nearly always, and this is asked of every file several times.
    const single = name.includes('//') ? name.replace(/\/{2,}/g, '/') : name;
    return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
  }
  const slashes = name.replaceAll('/', '\\');
  const unc = /^\\{2,}/.test(slashes);
  const body = slashes.replace(/\\{2,}/g, '\\');
  // "\C:\x" is how a URL's path looks: File drops the separator before a drive letter.
  const drive = /^\\?([A-Za-z]:.*)$/.exec(body);
  const whole = drive?.[1] ?? (unc ? `\\${body}` : body);
  const isRoot = /^(\\{1,2}|[A-Za-z]:\\)$/.test(whole);
  return whole.endsWith('\\') && !isRoot ? whole.slice(0, -1) : whole;
}

/** File.getName(): what follows the last separator, empty for a root. */
export function fileName(file: string, syntax: PathSyntax = HERE): string {
  const name = javaFile(file, syntax);
  const prefix = prefixLength(name, syntax);
  return name.slice(Math.max(prefix, name.lastIndexOf(separator(syntax)) + 1));
}

/** File.getParent(): null for a root and for a relative name of one part. */
export function parentFile(file: string, syntax: PathSyntax = HERE): string | null {
  const name = javaFile(file, syntax);
  const prefix = prefixLength(name, syntax);
  const index = name.lastIndexOf(separator(syntax));
  if (index < prefix) return prefix > 0 && name.length > prefix ? name.slice(0, prefix) : null;
  return name.slice(0, index);
}

/** `new File(parent, child)`: a child that looks absolute still goes below the parent. */
export function childFile(parent: string, child: string, syntax: PathSyntax = HERE): string {
  return javaFile(`${parent}${separator(syntax)}${child}`, syntax);
}

/** With `/` for the machine's separator, as names stand in archives and lists. Elsewhere than on Windows a `\` belongs to the name. */
export function withSlashes(name: string, syntax: PathSyntax = HERE): string {
  return syntax === 'win32' ? name.replaceAll('\\', '/') : name;
}

/** File.isAbsolute(): on Windows a drive with a separator, or a UNC name; `\x` alone is relative to the drive. */
export function isAbsoluteFile(file: string, syntax: PathSyntax = HERE): boolean {
  return syntax === 'posix' ? file.startsWith('/') : /^([A-Za-z]:[\\/]|[\\/]{2})/.test(file);
}

/** File.getAbsolutePath(): relative to the working directory, `.` and `..` kept. */
export function absoluteFile(file: string, cwd: string = process.cwd(), syntax: PathSyntax = HERE): string {
  const name = javaFile(file, syntax);
  if (isAbsoluteFile(name, syntax)) return name;
  if (name === '') return javaFile(cwd, syntax);
  if (syntax === 'win32' && name.startsWith('\\')) return javaFile(cwd.slice(0, 2) + name, syntax);
  const onDrive = syntax === 'win32' ? /^([A-Za-z]:)(.*)$/s.exec(name) : null;
  if (onDrive) {
    // `C:x` is in the working directory of that drive, which is its root as long as nobody went elsewhere.
    const [, drive = '', rest = ''] = onDrive;
    const folder = drive.toUpperCase() === cwd.slice(0, 2).toUpperCase() ? cwd : `${drive}\\`;
    return rest === '' ? javaFile(folder, syntax) : childFile(folder, rest, syntax);
  }
  return childFile(cwd, name, syntax);
}

/** Path.normalize(): resolves `.` and `..` in the text; what would climb above a root is dropped; `a/..` becomes empty. */
export function normalizePath(file: string, syntax: PathSyntax = HERE): string {
  const normalized = path[syntax].normalize(javaFile(file, syntax));
  return normalized === '.' || normalized === '' ? '' : javaFile(normalized, syntax);
}

/**
 * The form in which Windows takes paths of more than 260 characters: `\\\\?\\C:\\x`. Node.js gives it to strings by itself, to names
 * as bytes it does not. Elsewhere nothing changes.
 */
export function namespacedPath(file: string, syntax: PathSyntax = HERE): string {
  return syntax === 'win32' ? path.win32.toNamespacedPath(file) : file;
}

/** Takes that form back, for messages. */
export function withoutNamespace(file: string, syntax: PathSyntax = HERE): string {
  if (syntax === 'posix') return file;
  return file.replace(/^\\\\\?\\(UNC\\)?/, (_prefix, unc?: string) => (unc === undefined ? '' : '\\\\'));
}

/** Path.startsWith(): whole names compared. */
export function pathStartsWith(file: string, ancestor: string, syntax: PathSyntax = HERE): boolean {
  const fold = (name: string): string => (syntax === 'win32' ? name.toLowerCase() : name);
  const [child, root] = [fold(file), fold(ancestor)];
  return child === root || child.startsWith(root.endsWith(separator(syntax)) ? root : root + separator(syntax));
}

/**
 * Util.fileToPath: the name as java.nio takes it. Names that Java cannot express fail here, before anything is done.
 * @throws JavaError java.io.IOException caused by java.nio.file.InvalidPathException
 */
export function toPath(file: string, syntax: PathSyntax = HERE): string {
  const invalid = invalidPath(file, syntax);
  if (!invalid) return file === '' ? '.' : file;
  throw new JavaError('java.io.IOException', invalid.toString(), { cause: invalid });
}

/** The java.nio.file.InvalidPathException that `new File(file).toPath()` throws, or null. */
export function invalidPath(file: string, syntax: PathSyntax = HERE): JavaError | null {
  if (file.includes('\0')) return invalid('Nul character not allowed', file);
  if (hasLoneSurrogate(file)) return invalid('Malformed input or input contains unmappable characters', file);
  return syntax === 'win32' ? impossibleOnWindows(file) : null;
}

/** sun.nio.fs.WindowsPathParser. What Windows would make of such a name is another file: `x:y` is a hidden stream of `x`. */
function impossibleOnWindows(file: string): JavaError | null {
  for (let at = /^[A-Za-z]:/.test(file) ? 2 : 0; at < file.length; at++) {
    const char = file.charAt(at);
    const kind = char < ' ' || '<>:"|?*'.includes(char) ? 'Illegal' : isLastBlank(file, at) ? 'Trailing' : undefined;
    if (kind !== undefined) return invalid(`${kind} char <${char}> at index ${at}`, file);
  }
  return null;
}

/** Windows would leave it out. */
function isLastBlank(file: string, at: number): boolean {
  return file[at] === ' ' && /^(?:[\\/]|$)/.test(file.slice(at + 1, at + 2));
}

/** Whether java.io.File can do anything with this name: with a NUL in it every query answers no, without an exception. */
export function isUsableFile(file: string): boolean {
  return !file.includes('\0') && !hasLoneSurrogate(file);
}

function invalid(reason: string, file: string): JavaError {
  return new JavaError('java.nio.file.InvalidPathException', `${reason}: ${file}`);
}

export function hasLoneSurrogate(text: string): boolean {
  return /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

function separator(syntax: PathSyntax): string {
  return path[syntax].sep;
}

/** Length of the part that names a root: `/`, `\`, `\\` (of a UNC name), `C:`, `C:\`. */
function prefixLength(name: string, syntax: PathSyntax): number {
  if (syntax === 'posix') return name.startsWith('/') ? 1 : 0;
  return /^(?:\\{1,2}|[A-Za-z]:\\?)/.exec(name)?.[0].length ?? 0;
}
