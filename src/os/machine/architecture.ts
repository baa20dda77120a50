/** The machine in Java's vocabulary: the system properties os.name and os.arch. */
import os from 'node:os';

/** System property os.name: `Linux`, `Mac OS X`, `Windows 11`. */
export function osName(): string {
  if (os.platform() === 'win32') return windowsName(os.release(), os.version());
  return OS_NAMES.get(os.platform()) ?? os.platform();
}

const OS_NAMES: ReadonlyMap<string, string> = new Map([
  ['linux', 'Linux'],
  ['darwin', 'Mac OS X'],
  ['aix', 'AIX'],
  ['freebsd', 'FreeBSD'],
  ['openbsd', 'OpenBSD'],
  ['sunos', 'SunOS'],
]);

/** System property os.arch: `amd64`, `aarch64`, `x86`. A JVM for macOS says x86_64 where all others say amd64. */
export function osArch(): string {
  switch (os.arch()) {
    case 'x64':
      return os.platform() === 'darwin' ? 'x86_64' : 'amd64';
    case 'arm64':
      return 'aarch64';
    case 'ia32':
      return os.platform() === 'linux' ? 'i386' : 'x86';
    case 'ppc64':
      return os.platform() === 'linux' ? 'ppc64le' : 'ppc64';
    case 's390x':
      return 's390x';
    default:
      return os.arch();
  }
}

/**
 * Windows names as the JVM gives them, from the kernel's release (`10.0.22631`) and its edition (`Windows Server 2022 ...`).
 */
export function windowsName(kernel: string, edition: string): string {
  const server = /Windows Server (\d{4}(?: R2)?)/.exec(edition);
  if (server) return `Windows Server ${server[1] ?? ''}`;
  const [major = 0, minor = 0, build = 0] = kernel.split('.').map(Number);
  if (major === 10) return build >= 22000 ? 'Windows 11' : 'Windows 10';
  if (major === 6 && minor === 3) return 'Windows 8.1';
  if (major === 6 && minor === 2) return 'Windows 8';
  return major === 6 && minor === 1 ? 'Windows 7' : 'Windows NT (unknown)';
}
