/** Sending the files of one transfer: which, into which directories, and where to go on after a failure. */
import { stat } from 'node:fs/promises';
import { JavaError } from '../../java/java-error.js';
import { childFile, fileName } from '../../java/path.js';
import { formatDate } from '../../java/simple-date-format.js';
import { normalizeNames } from '../../java/filename-utils.js';
import { trimmed } from './build-info.js';
import type { BuildInfo } from './build-info.js';
import type { PublishClient } from './client.js';
import { PublishFailure, localizedMessage } from './failure.js';
import { findFiles } from './find-files.js';
import type { Found } from './find-files.js';
import type { Transfer } from './publisher.js';

/** How far a transfer has come: what was sent is not sent again by another try. */
export interface TransferState {
  readonly found: Found;
  transferred: number;
  dirsMade: number;
  doneCleaning: boolean;
}

/** Finds the files. @throws PublishFailure without the directory that they are in */
export async function beginTransfer(transfer: Transfer, info: BuildInfo): Promise<TransferState> {
  const { excludes, noDefaultExcludes } = transfer;
  if (!(await exists(info.baseDirectory))) throw new PublishFailure(NO_BASE_DIRECTORY);
  const includes = info.expand(transfer.sourceFiles ?? '');
  const expandedExcludes = excludes === null ? null : trimmed(info.expand(excludes));
  const selection = {
    includes,
    excludes: expandedExcludes,
    defaultExcludes: !noDefaultExcludes,
    findEmptyDirectories: transfer.makeEmptyDirs,
    patternSeparatorRegex: transfer.patternSeparator,
  };
  try {
    const found = await findFiles(info.baseDirectory, selection, info.signal);
    return { found, transferred: 0, dirsMade: 0, doneCleaning: false };
  } catch (error) {
    info.signal.throwIfAborted();
    // Ant's exceptions and those of patterns pass through; those of files do not.
    if (!(error instanceof JavaError) || !error.javaClass.startsWith('java.io.')) throw error;
    throw new PublishFailure(
      `Exception calling FilePath.list. includes [${includes}], excludes [${expandedExcludes ?? 'null'}], noDefaultExcludes [${noDefaultExcludes}]`,
      { cause: error },
    );
  }
}

const NO_BASE_DIRECTORY =
  'The base directory does not exist. If this is a promotion, have you "Archived the artifacts"?';

/** Sends what is not there yet. @returns how many files there are */
export async function sendFiles(
  transfer: Transfer,
  info: BuildInfo,
  client: PublishClient,
  state: TransferState,
): Promise<number> {
  const directories = new DirectoryMaker(transfer, info, client);
  if (transfer.cleanRemote && !state.doneCleaning) {
    await directories.resetToSubDirectory();
    await client.deleteTree();
    state.doneCleaning = true;
  }
  const { files } = state.found;
  for (let name = files[state.transferred]; name !== undefined; name = files[++state.transferred]) {
    info.signal.throwIfAborted();
    await directories.enterFor(name, false);
    await client.transferFile(transfer, childFile(info.baseDirectory, name));
  }
  const empty = state.found.directories;
  for (let name = empty[state.dirsMade]; name !== undefined; name = empty[++state.dirsMade])
    await directories.enterFor(name, true);
  return state.transferred;
}

async function exists(directory: string): Promise<boolean> {
  return stat(directory).then(
    () => true,
    () => false,
  );
}

/** BPTransfer.DirectoryMaker: goes into the directory that a file belongs to, which it makes where it is not there. */
class DirectoryMaker {
  readonly #flattened = new Set<string>();
  #hasReset = false;
  #previous: string | null = null;
  #subDirectory: string | null = null;

  constructor(
    private readonly transfer: Transfer,
    private readonly info: BuildInfo,
    private readonly client: PublishClient,
  ) {}

  async enterFor(name: string, isDirectory: boolean): Promise<void> {
    const { flatten, removePrefix } = this.transfer;
    if (flatten) {
      this.#assertNew(fileName(name));
      // Only where there is something to store.
      if (!this.#hasReset) await this.resetToSubDirectory();
      this.#hasReset = true;
    }
    const path = this.info.relativePath(name, isDirectory, removePrefix);
    const directory = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const place = isDirectory ? path : directory;
    if (flatten || place === this.#previous) return;
    await this.resetToSubDirectory();
    if (directory !== '') await this.#enter(directory);
    this.#previous = place;
  }

  async resetToSubDirectory(): Promise<void> {
    await this.client.changeToInitialDirectory();
    this.#subDirectory ??= this.#remoteDirectory();
    if (this.#subDirectory !== '') await this.#enter(this.#subDirectory);
  }

  #assertNew(name: string): void {
    if (this.#flattened.has(name))
      throw new PublishFailure(`Duplicate filename detected in flatten mode. Filename [${name}]`);
    this.#flattened.add(name);
  }

  #remoteDirectory(): string {
    const { remoteDirectory, remoteDirectorySDF } = this.transfer;
    if (remoteDirectory === null) return '';
    const normalized = normalizeNames(this.info.expand(remoteDirectory).replaceAll('\\', '/'));
    if (normalized === null) return '';
    const directory = trimmed(remoteDirectorySDF ? this.#dated(normalized) : normalized);
    return directory?.replace(/^\//, '') ?? '';
  }

  #dated(pattern: string): string {
    const { buildTime } = this.info;
    if (buildTime === null) throw new JavaError('java.lang.NullPointerException', null);
    try {
      return formatDate(pattern, buildTime);
    } catch (error) {
      throw new PublishFailure(
        `Could not create a date format from [${pattern}] exception message [${localizedMessage(error)}]`,
      );
    }
  }

  /** As a whole where that is there or one name, else name by name. */
  async #enter(directory: string): Promise<void> {
    if (await this.#changeOrMake(directory)) return;
    for (const name of directory.split(directory.includes('/') ? '/' : '\\')) {
      if (!(await this.#changeOrMake(name)))
        throw new PublishFailure(`Could not create or change to directory. Directory [${name}]`);
    }
  }

  async #changeOrMake(directory: string): Promise<boolean> {
    if (await this.client.changeDirectory(directory)) return true;
    return (await this.client.makeDirectory(directory)) && this.client.changeDirectory(directory);
  }
}
