/**
 * Files that hold secrets, or name those that do, for the time of one command. Only the agent's user can read them; they are
 * gone when the command is over, however it ended, and when the agent's process exits before.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, unlink } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { isDirectory } from '../../../host/files/attributes.js';
import { errorCode, nioError } from '../../../host/files/errors.js';
import { temporaryDirectory } from '../../../host/files/temporary-files.js';

/** Every file that there is now, of all clients. */
const existing = new Set<string>();
let removedAtExit = false;

export interface SecretFile {
  /** The name begins with `jenkins-gitclient-` and this. */
  readonly prefix: string;
  readonly suffix: string;
  readonly contents: string;
  /** 0o600 unless it has to be executed. */
  readonly mode?: number;
}

export class SecretFiles {
  readonly #files: string[] = [];
  #folder: Promise<string> | undefined;

  /** @param workspace files go into its neighbour `<workspace>@tmp`, where nothing is archived */
  constructor(private readonly workspace: string) {}

  /** Creates a file; resolves with its absolute path. */
  async create({ prefix, suffix, contents, mode = 0o600 }: SecretFile): Promise<string> {
    const folder = await (this.#folder ??= folderFor(this.workspace));
    return this.#write(path.join(folder, `jenkins-gitclient-${prefix}${unique()}${suffix}`), contents, mode);
  }

  /** Creates two files at once. When it rejects, nothing is being written any more. */
  async createBoth(one: SecretFile, other: SecretFile): Promise<readonly [string, string]> {
    const creations = [this.create(one), this.create(other)] as const;
    await Promise.allSettled(creations);
    return Promise.all(creations);
  }

  /** Creates a file that holds no secret in the system's folder for temporary files. */
  createInSystemFolder(prefix: string, contents: string): Promise<string> {
    return this.#write(path.join(temporaryDirectory(), `${prefix}${unique()}`), contents, 0o600);
  }

  /** Removes all files. */
  async dispose(): Promise<void> {
    const removals = this.#files.splice(0).map(async (file) => {
      await removeFile(file);
      existing.delete(file);
    });
    await Promise.allSettled(removals);
    await Promise.all(removals);
  }

  async #write(file: string, contents: string, mode: number): Promise<string> {
    if (!removedAtExit) process.once('exit', removeAll);
    removedAtExit = true;
    existing.add(file);
    this.#files.push(file);
    const handle = await open(file, 'wx', mode).catch((error: unknown) => {
      throw nioError(error, file);
    });
    try {
      // The mode once more, for what the umask took away.
      await Promise.all([handle.writeFile(contents), handle.chmod(mode)]);
    } finally {
      await handle.close();
    }
    return file;
  }
}

/** ssh expands `%`, shells expand backquotes and `$(`, and Windows' git takes no spaces and the like: then the system's folder it is. */
async function folderFor(workspace: string): Promise<string> {
  const folder = `${workspace}@tmp`;
  const forbidden = process.platform === 'win32' ? /[% ()|?*]/ : /%|`|\$\(/;
  if (forbidden.test(folder)) return temporaryDirectory();
  await mkdir(folder, { recursive: true }).catch(() => undefined);
  return (await isDirectory(folder)) ? folder : temporaryDirectory();
}

/** That there is none any more is as good. */
async function removeFile(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

function unique(): string {
  return randomBytes(8).readBigUInt64BE().toString();
}

function removeAll(): void {
  for (const file of existing) rmSync(file, { force: true });
}
