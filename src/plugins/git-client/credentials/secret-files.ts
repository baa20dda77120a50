/**
 * Files that hold secrets, or name those that do, for the time of one command. Only the agent's user can read them; they are
 * gone when the command is over, however it ended, and when the agent's process exits before.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fchmodSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isDirectory } from '../../../os/files/attributes.js';
import { nioError } from '../../../java/file-errors.js';
import { JavaError } from '../../../java/java-error.js';
import { makeDirectories } from '../../../os/files/directories.js';
import { OPEN, openFileNow } from '../../../os/files/open-file.js';
import { writeNow } from '../../../os/files/write-now.js';
import { temporaryDirectory } from '../../../os/files/temporary-files.js';

/** Every file that there is now, of all clients. */
const existing = new Set<string>();
let removedAtExit = false;

export class SecretFiles {
  readonly #files: string[] = [];
  #folder: Promise<string> | undefined;

  /** @param workspace files go into its neighbour `<workspace>@tmp`, where nothing is archived */
  constructor(private readonly workspace: string) {}

  /**
   * Creates a file.
   * @param mode 0o600 unless it has to be executed
   * @returns its absolute path
   */
  async create(prefix: string, suffix: string, contents: string, mode = 0o600): Promise<string> {
    const folder = await (this.#folder ??= folderFor(this.workspace));
    return this.#write(path.join(folder, `jenkins-gitclient-${prefix}${unique()}${suffix}`), contents, mode);
  }

  /** Creates a file that holds no secret in the system's folder for temporary files. */
  createInSystemFolder(prefix: string, contents: string): string {
    return this.#write(path.join(temporaryDirectory(), `${prefix}${unique()}`), contents, 0o600);
  }

  /** Removes all files; throws when one cannot be removed, after the others have been. */
  dispose(): void {
    const failures: unknown[] = [];
    for (const file of this.#files.splice(0)) {
      try {
        rmSync(file, { force: true });
        existing.delete(file);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** At once: a trip to another thread for each step would take longer than all of them, and git waits meanwhile. */
  #write(file: string, contents: string, mode: number): string {
    if (!removedAtExit) process.once('exit', removeAll);
    removedAtExit = true;
    existing.add(file);
    this.#files.push(file);
    const fd = created(file, mode);
    try {
      writeNow(fd, Buffer.from(contents));
      // What the umask took away.
      fchmodSync(fd, mode);
    } finally {
      closeSync(fd);
    }
    return file;
  }
}

function created(file: string, mode: number): number {
  try {
    return openFileNow(file, OPEN.write | OPEN.create | OPEN.exclusive, mode).fd;
  } catch (error) {
    throw nioError(error, file);
  }
}

/** ssh expands `%`, shells expand backquotes and `$(`, and Windows' git takes no spaces and the like: then the system's folder it is. */
async function folderFor(workspace: string): Promise<string> {
  const folder = `${workspace}@tmp`;
  const forbidden = process.platform === 'win32' ? /[% ()|?*]/ : /%|`|\$\(/;
  if (forbidden.test(folder)) return temporaryDirectory();
  await makeDirectories(folder).catch(ignoreFileError);
  return (await isDirectory(folder)) ? folder : temporaryDirectory();
}

/** Whether the folder is there decides. */
function ignoreFileError(error: unknown): void {
  if (!(error instanceof JavaError)) throw error;
}

function unique(): string {
  return randomBytes(8).readBigUInt64BE().toString();
}

function removeAll(): void {
  for (const file of existing) rmSync(file, { force: true });
}
