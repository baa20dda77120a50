import { JavaError } from '../../java/java-error.js';
import { absoluteFile, childFile } from '../../java/path.js';
import { fileExists } from '../../os/files/attributes.js';
import { osArch, osName } from '../../os/machine/architecture.js';
import { declareEnum } from '../../serial/declare.js';
import { JavaEnum } from '../../serial/model.js';
import { callable } from '../../callables/callable.js';
import { any, nullableStr, str } from '../../callables/shape.js';

const PLATFORM = declareEnum('io.snyk.jenkins.tools.Platform', ['LINUX', 'LINUX_ALPINE', 'MAC_OS', 'WINDOWS']);

type PlatformName = keyof typeof PLATFORM;

const PROGRAMS: Readonly<Record<PlatformName, { readonly snyk: string; readonly html: string }>> = {
  LINUX: { snyk: 'snyk-linux', html: 'snyk-to-html-linux' },
  LINUX_ALPINE: { snyk: 'snyk-alpine', html: 'snyk-to-html-alpine' },
  MAC_OS: { snyk: 'snyk-macos', html: 'snyk-to-html-macos' },
  WINDOWS: { snyk: 'snyk-win.exe', html: 'snyk-to-html-win.exe' },
};

/** Which build of the programs fits the machine. */
export const getPlatform = callable({
  name: 'io.snyk.jenkins.tools.SnykInstaller$GetPlatform',
  run: () => PLATFORM[currentPlatform(osName(), osArch())],
});

/** Platform.current: an arm counts as Alpine, as it does in Java. */
export function currentPlatform(name: string, arch: string): PlatformName {
  const [system, machine] = [name.toLowerCase(), arch.toLowerCase()];
  if (system.includes('linux')) return /amd64|86_64/.test(machine) ? 'LINUX' : 'LINUX_ALPINE';
  if (/mac os x|darwin|osx/.test(system)) return 'MAC_OS';
  if (system.includes('windows')) return 'WINDOWS';
  throw new JavaError('java.lang.RuntimeException', `Unsupported platform. (OS: ${system}, Arch: ${machine})`);
}

/** The path of a program. {String home, executableName; Platform executablePlatform}; older versions send no platform. */
export const resolveExecutable = callable({
  name: 'io.snyk.jenkins.tools.SnykInstallation$ResolveExecutable',
  fields: { home: nullableStr, executableName: str, executablePlatform: any },
  run: async ({ home, executableName, executablePlatform }) => {
    if (home === null) throw new JavaError('java.lang.NullPointerException', null);
    const programs = PROGRAMS[platformOf(executablePlatform)];
    const file = absoluteFile(childFile(home, executableName === 'snyk' ? programs.snyk : programs.html));
    if (await fileExists(file)) return file;
    const text = `Failed to find Snyk Executable. Executable does not exist. (${file})`;
    throw new JavaError('java.lang.RuntimeException', text);
  },
});

function platformOf(value: unknown): PlatformName {
  if (value === null) return currentPlatform(osName(), osArch());
  const name = value instanceof JavaEnum ? value.constant : '';
  if (Object.hasOwn(PROGRAMS, name)) return name as PlatformName;
  throw new JavaError('java.io.InvalidObjectException', `There is no Snyk for the platform ${name}`);
}
