/**
 * The system properties that a Java program would find on this machine. Names that tell of the machine and the user hold what
 * a JVM would say; those of the JVM tell what runs instead of one, under a version that controllers and plugins accept.
 */
import { endianness, release } from 'node:os';
import { delimiter, sep } from 'node:path';
import { temporaryDirectory } from '../files/temporary-files.js';
import { osArch, osName } from './architecture.js';
import { nativeEncoding } from './native-encoding.js';
import { currentUser } from './user.js';

/** The Java whose behaviour is mirrored: controllers from 2.319 to those of today take an agent on Java 21. */
const JAVA_VERSION = '21.0.9';
const JAVA_FEATURE = '21';
/** Class files of Java 21. */
const CLASS_VERSION = '65.0';

/** Name -> value, sorted by name as java.util.TreeMap sorts. */
export function systemProperties(environment: NodeJS.ProcessEnv = process.env): ReadonlyMap<string, string> {
  const user = currentUser(environment);
  const properties: Readonly<Record<string, string>> = {
    'file.encoding': 'UTF-8',
    'file.separator': sep,
    'java.class.path': '',
    'java.class.version': CLASS_VERSION,
    'java.home': process.execPath,
    'java.io.tmpdir': javaTemporaryDirectory(),
    'java.library.path': '',
    'java.runtime.name': 'Node.js (no Java runtime)',
    'java.runtime.version': process.version,
    'java.specification.name': 'Java Platform API Specification',
    'java.specification.vendor': 'Oracle Corporation',
    'java.specification.version': JAVA_FEATURE,
    'java.vendor': 'Node.js',
    'java.vendor.url': 'https://nodejs.org/',
    'java.version': JAVA_VERSION,
    'java.vm.name': 'Node.js',
    'java.vm.specification.version': JAVA_FEATURE,
    'java.vm.vendor': 'Node.js',
    'java.vm.version': process.version,
    'line.separator': process.platform === 'win32' ? '\r\n' : '\n',
    'native.encoding': nativeEncoding(),
    'os.arch': osArch(),
    'os.name': osName(),
    'os.version': osVersion(release()),
    'path.separator': delimiter,
    'sun.arch.data.model': /64|s390x/.test(process.arch) ? '64' : '32',
    'sun.cpu.endian': endianness() === 'LE' ? 'little' : 'big',
    'sun.jnu.encoding': 'UTF-8',
    'user.dir': process.cwd(),
    'user.home': user.home,
    'user.language': 'en',
    'user.name': user.name,
    'user.timezone': Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  return new Map(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** On Windows with the backslash at its end that GetTempPath gives. */
function javaTemporaryDirectory(): string {
  const folder = temporaryDirectory();
  return process.platform === 'win32' ? folder.replace(/\\?$/, '\\') : folder;
}

/** A JVM on Windows gives major and minor version only. */
export function osVersion(kernel: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? kernel.split('.').slice(0, 2).join('.') : kernel;
}
