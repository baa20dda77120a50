/** Where the command line of Allure is, and which generation of it. */
import { javaTrim } from '../../java/trim.js';
import { fileExists, isDirectory } from '../../os/files/attributes.js';
import { listNames } from '../../os/files/directories.js';
import { absoluteFile, childFile, javaFile } from '../../java/path.js';
import { JavaError, ioError } from '../../java/java-error.js';
import { EnvVars } from '../../os/process/environment.js';
import { callable } from '../../callables/callable.js';
import type { CallableContext } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { commandOutput } from '../../jenkins/tools/command-output.js';
import { nullableStr } from '../../callables/shape.js';

/** Those of a package of the plugin. */
export function toolCallables(home: string): Declaration[] {
  const getExecutable = callable({
    name: `${home}tools.AllureCommandlineInstallation$GetExecutable`,
    fields: { rawHome: nullableStr },
    run: async ({ rawHome }, context) => {
      const directory = await homeOf(rawHome, context);
      const program = process.platform === 'win32' ? 'bin/allure.bat' : 'bin/allure';
      return absoluteFile(await existing(directory === null ? null : childFile(directory, program)));
    },
  });

  const getMajorVersion = callable({
    name: `${home}tools.AllureCommandlineInstallation$GetMajorVersion`,
    fields: { rawHome: nullableStr },
    run: async ({ rawHome }, context) => {
      const directory = await existing(await homeOf(rawHome, context));
      return (await fileExists(childFile(directory, 'app/allure-bundle.jar'))) ? '1' : '2';
    },
  });

  const findAllure3 = callable({
    name: `${home}tools.Allure3Installation$GetExecutable`,
    run: async (_self, context) => {
      const notFound = "Can't find allure command in PATH";
      const { exitCode } = await versionOf(ALLURE_3, context).catch((error: unknown) => {
        throw error instanceof JavaError && !context.signal.aborted ? ioError(notFound, { cause: error }) : error;
      });
      if (exitCode !== 0) throw ioError(notFound);
      return ALLURE_3;
    },
  });

  const allure3Version = callable({
    name: `${home}tools.Allure3Installation$GetMajorVersion`,
    run: async (_self, context) => {
      const { exitCode, output } = await versionOf(ALLURE_3, context);
      if (exitCode !== 0 || output === '') return '3';
      const version = javaTrim(/^[^\r\n]*/.exec(output)?.[0] ?? '');
      if (version !== '') return version.slice(0, 1);
      throw new JavaError('java.lang.StringIndexOutOfBoundsException', 'begin 0, end 1, length 0');
    },
  });

  return [getExecutable, getMajorVersion, findAllure3, allure3Version];
}

/** In the PATH, where npm has put it. */
const ALLURE_3 = process.platform === 'win32' ? 'allure.cmd' : 'allure';

/** A home is where `bin/allure` is, or a directory in it whose name begins with `allure`: what an archive was unpacked to. */
async function homeOf(rawHome: string | null, { agent }: CallableContext): Promise<string | null> {
  if (rawHome === null) return null;
  const home = javaFile(EnvVars.inherited(agent.environment).expand(rawHome));
  if (await fileExists(childFile(home, 'bin/allure'))) return home;
  let found: string | null = null;
  for (const name of (await listNames(home)) ?? []) {
    const directory = childFile(home, name);
    if (name.startsWith('allure') && (await isDirectory(directory))) found = directory;
  }
  return found;
}

async function existing(file: string | null): Promise<string> {
  if (file !== null && (await fileExists(file))) return file;
  throw ioError(`Can't find allure commandline <${file ?? 'null'}>`);
}

function versionOf(program: string, { agent, signal }: CallableContext): Promise<{ exitCode: number; output: string }> {
  return commandOutput([program, '--version'], { directory: null, agent, signal });
}
