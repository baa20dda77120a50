/** "Use SFTP for exec": a few commands of sftp, one a line. What fails is told, and the next one follows, as in the plugin. */
import { childFile, isAbsoluteFile } from '../../java/path.js';
import { openFileOutput } from '../../os/files/write-file.js';
import { isDirectory } from '../../os/files/attributes.js';
import { makeDirectories } from '../../os/files/directories.js';
import { SftpFailure } from '../jsch/failures.js';
import { download } from '../jsch/sftp-copy.js';
import { isPattern } from '../jsch/wildcard.js';
import type { BuildInfo } from '../publish-over/build-info.js';
import { PublishFailure, isFailure, localizedMessage } from '../publish-over/failure.js';
import type { Sftp } from '../jsch/sftp.js';

/** A connection that has one of SFTP, as far as commands need it. */
export interface SftpClient {
  readonly sftp: Sftp;
  changeDirectory(directory: string): Promise<unknown>;
  makeDirectory(directory: string): Promise<unknown>;
}

export async function runSftpCommands(commands: string, client: SftpClient, info: BuildInfo): Promise<void> {
  const runner = new SftpCommands(client, info);
  for (const line of commands.split(/\n\s*/)) {
    info.signal.throwIfAborted();
    const [name = '', ...args] = line.trim().split(/\s+/);
    await runner.run(name, args);
  }
}

class SftpCommands {
  constructor(
    private readonly client: SftpClient,
    private readonly info: BuildInfo,
  ) {}

  async run(name: string, args: readonly string[]): Promise<void> {
    const { sftp } = this.client;
    const [first = '', second = '', third = ''] = args;
    const needed = name === 'ln' && first === '-s' ? 3 : (ARGUMENTS[name] ?? 0);
    if (args.length < needed) {
      await this.info.println(`[${name}]: too few arguments.`);
      return;
    }
    switch (name) {
      case 'cd':
        await this.client.changeDirectory(first);
        return;
      case 'mkdir':
        await this.client.makeDirectory(first);
        return;
      case 'rm':
        return this.#say(`rm [${first}] ...`, () => sftp.rm(first));
      case 'rmdir':
        return this.#say(`rmdir [${first}] ...`, () => sftp.rmdir(first));
      case 'symlink':
        return this.#say(`symlink [${first}] [${second}]`, () => sftp.symlink(first, second));
      case 'ln':
        if (first === '-s') return this.#say(`symlink [${second}] [${third}]`, () => sftp.symlink(second, third));
        return this.#say(`ln [${first}] [${second}]`, () => sftp.hardlink(first, second));
      case 'ls':
        return this.#list(args.slice(0, 2));
      case 'get':
        return this.#get(args.slice(0, 3));
      default:
        await this.info.println(`Unsupported command [${name}]`);
    }
  }

  async #say(what: string, run: () => Promise<void>): Promise<void> {
    await this.info.printIfVerbose(what);
    await this.#told(run);
  }

  async #told(run: () => Promise<void>, command?: string): Promise<void> {
    try {
      await run();
      await this.info.printIfVerbose('OK');
    } catch (error) {
      this.info.signal.throwIfAborted();
      if (!(error instanceof SftpFailure) && !isFailure(error)) throw error;
      if (command !== undefined) await this.info.println(`Failed command: [${command}]`);
      await this.info.println(`FAILED: Message [${localizedMessage(error)}]`);
      if (error instanceof SftpFailure && !error.isAnswer) throw new PublishFailure(error.message);
    }
  }

  async #list(args: readonly string[]): Promise<void> {
    await this.info.println(`ls [${args.join(' ')}]`);
    const isLong = args[0] === '-l';
    const directory = args[isLong ? 1 : 0] ?? this.client.sftp.pwd();
    await this.#told(async () => {
      for (const { name, longName } of await this.client.sftp.ls(directory))
        await this.info.println(isLong ? longName : name);
    }, 'ls');
  }

  async #get(args: readonly string[]): Promise<void> {
    await this.info.println(`get [${args.join(' ')}]`);
    const isRecursive = args[0] === '-r';
    const [from, into] = isRecursive ? args.slice(1) : args;
    if (from === undefined) {
      await this.info.println('You must specify at least one path after a get command.');
      return;
    }
    const base = into === undefined ? this.info.baseDirectory : await this.#localDirectory(into);
    if (base !== null) await this.#told(() => this.#getAll(from, base, isRecursive), 'get');
  }

  /** Below the workspace, unless it is absolute. */
  async #localDirectory(name: string): Promise<string | null> {
    const directory = isAbsoluteFile(name) ? name : childFile(this.info.baseDirectory, name);
    await this.info.printIfVerbose(`lcd [${this.info.baseDirectory}]`);
    await this.info.printIfVerbose('OK');
    await this.info.printIfVerbose(`lcd [${name}]`);
    if (await isDirectory(directory)) {
      await this.info.printIfVerbose('OK');
      return directory;
    }
    await this.info.println('FAILED: Message [No such directory]');
    return this.info.baseDirectory;
  }

  async #getAll(path: string, directory: string, isRecursive: boolean): Promise<void> {
    const { sftp } = this.client;
    await this.info.printIfVerbose(`Local workspace directory is [${directory}]`);
    await this.info.printIfVerbose(`Remote path is [${path}]`);
    const entries = await sftp.ls(path);
    if (entries.length === 0) await this.info.println(`Nothing to get [${path}]`);
    const single = path.slice(path.lastIndexOf('/') + 1);
    for (const entry of entries) {
      const remote = entry.name === single ? path : parentOf(path) + entry.name;
      if (!entry.isDirectory) {
        await this.#getOne(entry.name, remote, directory);
      } else if (isRecursive) {
        const inner = childFile(directory, localName(entry.name));
        await makeDirectories(inner);
        await this.#getAll(`${parentOf(path)}${entry.name}/`, inner, true);
      } else {
        await this.info.printIfVerbose(`Cannot download non-regular file: [${entry.name}]`);
      }
    }
  }

  /** Half a file does not stay. */
  async #getOne(name: string, remote: string, directory: string): Promise<void> {
    await this.info.println(`Getting file [${name}]`);
    const writer = await openFileOutput(childFile(directory, localName(name)));
    try {
      await download(this.client.sftp, remote, writer);
    } catch (error) {
      await writer.discard();
      throw error;
    }
    await writer.close();
    await this.info.printIfVerbose('OK');
  }
}

const ARGUMENTS: Readonly<Record<string, number>> = { cd: 1, mkdir: 1, rm: 1, rmdir: 1, symlink: 2, ln: 2 };

/** The directory of what a path or a pattern names, with a slash. */
function parentOf(path: string): string {
  if (isPattern(path)) return path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : './';
  return path.endsWith('/') ? path : `${path}/`;
}

/** A server may call its files anything; none may leave the directory. @throws PublishFailure */
function localName(name: string): string {
  if (/[/\\]/.test(name) || name === '..' || name === '.' || name === '')
    throw new PublishFailure(`the server's file [${name}] has no name for a file`);
  return name;
}
