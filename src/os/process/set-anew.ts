/**
 * Which variables a script of a build sets itself. What a script starts with another BUILD_ID or JENKINS_NODE_COOKIE than its own
 * is not to be killed with the build: that is how builds leave servers running. On Windows, where nobody can see the environment of
 * a process, the script is the only place that tells.
 */
import path from 'node:path';
import { OPEN, openFile } from '../files/open-file.js';
import { pathsBefore } from './windows-paths.js';

/** A script of a build is a page; what comes behind this is not looked at. */
const READ = 256 * 1024;

const SCRIPT_ENDING = /\.(?:bat|cmd|ps1)/gi;

/** `set NAME=`, `set "NAME=`, `$env:NAME =`. */
const ASSIGNMENT = /\bset\s+"?([a-z_]\w*)\s*=|\$env:([a-z_]\w*)\s*=/gi;

/** @returns the names in upper case; none of scripts that cannot be read */
export async function namesSetBy(command: readonly string[]): Promise<ReadonlySet<string>> {
  const scripts = command.flatMap((argument) =>
    pathsBefore(argument, /["<>|*?]/, SCRIPT_ENDING).map(({ path, ending }) => path + ending),
  );
  // The durable-task plugin wraps the script of a bat step in one of its own.
  const mains = scripts.map((file) => file.replace(/jenkins-wrap\.bat$/, 'jenkins-main.bat'));
  const texts = await Promise.all([...new Set(mains.map((file) => path.win32.normalize(file)))].map(beginning));
  return namesSetIn(texts.join('\n'));
}

/** @internal */
export function namesSetIn(script: string): Set<string> {
  return new Set(
    [...script.matchAll(ASSIGNMENT)].map(([, inBatch, inPowershell]) => (inBatch ?? inPowershell ?? '').toUpperCase()),
  );
}

async function beginning(file: string): Promise<string> {
  try {
    const { handle } = await openFile(file, OPEN.read);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(READ), 0, READ, 0);
      return buffer.toString('latin1', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    // Gone again, or never there: whatever starts the process says so.
    return '';
  }
}
