/** Which Java there is: the one that was named, or what JAVA_HOME, PATH and the usual places hold. */
import { execFile } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';

export interface Java {
  /** The executable. */
  readonly path: string;
  /** `17.0.15`. */
  readonly version: string;
  /** The feature release: 17. */
  readonly level: number;
}

/** What was found; `problem` says in words why there is no Java that will do. */
export type JavaSearch = { readonly java: Java } | { readonly java: undefined; readonly problem: string };

const TIMEOUT_MS = 30_000;

/**
 * @param wanted `auto`, or the path of a `java` or of its home
 * @param minimum the feature release that is needed at least
 */
export async function findJava(
  wanted: string,
  environment: Readonly<Record<string, string | undefined>>,
  minimum: number,
): Promise<JavaSearch> {
  const seen: string[] = [];
  for await (const candidate of candidates(wanted, environment)) {
    const java = await versionOf(candidate);
    if (typeof java === 'string') seen.push(java);
    else if (java.level >= minimum) return { java };
    else seen.push(`${java.path} is Java ${java.version}`);
  }
  const places = wanted === 'auto' ? 'in JAVA_HOME, PATH and the usual places' : `at ${wanted}`;
  const found = seen.length === 0 ? '' : ` (${[...new Set(seen)].join('; ')})`;
  return { java: undefined, problem: `there is no Java ${minimum} or later ${places}${found}` };
}

async function* candidates(
  wanted: string,
  environment: Readonly<Record<string, string | undefined>>,
): AsyncGenerator<string> {
  if (wanted !== 'auto') {
    yield (await exists(path.join(wanted, 'bin', EXECUTABLE))) ? path.join(wanted, 'bin', EXECUTABLE) : wanted;
    return;
  }
  const { JAVA_HOME, PATH = '' } = environment;
  const onPath = PATH.split(path.delimiter).filter((folder) => folder !== '');
  const homes = JAVA_HOME === undefined || JAVA_HOME === '' ? [] : [path.join(JAVA_HOME, 'bin')];
  for (const folder of [...homes, ...onPath]) {
    const file = path.join(folder, EXECUTABLE);
    if (await exists(file)) yield file;
  }
  for (const [folder, inside] of USUAL_PLACES) {
    for (const name of (await namesIn(folder)).sort().reverse()) {
      const file = path.join(folder, name, ...inside, EXECUTABLE);
      if (await exists(file)) yield file;
    }
  }
}

const EXECUTABLE = process.platform === 'win32' ? 'java.exe' : 'java';

/** Folders of Javas, and where in each the executable is. */
const USUAL_PLACES: readonly (readonly [string, readonly string[]])[] =
  process.platform === 'win32'
    ? ['Java', 'Eclipse Adoptium', 'Microsoft', 'Zulu', 'Amazon Corretto'].map((name) => [
        path.join(process.env['ProgramFiles'] ?? 'C:\\Program Files', name),
        ['bin'],
      ])
    : process.platform === 'darwin'
      ? [['/Library/Java/JavaVirtualMachines', ['Contents', 'Home', 'bin']]]
      : [
          ['/opt/java', ['bin']],
          ['/usr/lib/jvm', ['bin']],
          ['/usr/java', ['bin']],
        ];

const versions = new Map<string, Promise<Java | string>>();

/** Asked once for each executable that ran to its end; a string says why it is none. */
async function versionOf(file: string): Promise<Java | string> {
  const known = versions.get(file);
  if (known) return known;
  const asked = runForVersion(file).then(({ text, hasRun }) => {
    // No file descriptors, no processes, a busy machine: that may be another time.
    if (!hasRun) versions.delete(file);
    return javaOf(file, text);
  });
  versions.set(file, asked);
  return asked;
}

interface VersionText {
  readonly text: string;
  /** It was started, and ended by itself. */
  readonly hasRun: boolean;
}

async function runForVersion(file: string): Promise<VersionText> {
  // What is called java may be a script that lets nothing but this end it.
  const options = { timeout: TIMEOUT_MS, killSignal: 'SIGKILL', windowsHide: true } as const;
  try {
    return await new Promise((resolve) => {
      execFile(file, ['-version'], options, (error, stdout, stderr) =>
        resolve({
          text: `${stderr}${stdout}` || (error?.message ?? ''),
          hasRun: error === null || typeof error.code === 'number',
        }),
      );
    });
  } catch (error) {
    return { text: String(error), hasRun: false };
  }
}

function javaOf(file: string, text: string): Java | string {
  const version = /version "([^"]+)"/.exec(text)?.[1];
  const level = version === undefined ? undefined : featureRelease(version);
  if (version === undefined || level === undefined) {
    return `${file} does not tell its version: ${text.split('\n', 1)[0] ?? ''}`;
  }
  return { path: file, version, level };
}

/** 1.8.0_402 is Java 8, 17.0.15 is Java 17, 25-ea is Java 25. */
export function featureRelease(version: string): number | undefined {
  const [, first, second] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (first === undefined) return undefined;
  return first === '1' && second !== undefined ? Number(second) : Number(first);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/** Whatever cannot be looked at is not there for us. */
function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
