/** A server that one is connected with: BapSshClient. */
import { stat } from 'node:fs/promises';
import { fileName, parentFile } from '../../java/path.js';
import { openForReading } from '../../os/files/read-file.js';
import { exec } from '../jsch/exec.js';
import { JSchFailure, SSH_FX_FAILURE, SftpFailure } from '../jsch/failures.js';
import type { SshSession } from '../jsch/session.js';
import type { Sftp } from '../jsch/sftp.js';
import { upload } from '../jsch/sftp-copy.js';
import type { BuildInfo } from '../publish-over/build-info.js';
import type { PublishClient } from '../publish-over/client.js';
import { PublishFailure, formatted } from '../publish-over/failure.js';
import { hasSourceFiles } from '../publish-over/publisher.js';
import type { Transfer } from '../publish-over/publisher.js';
import { hasExecCommand } from './configuration.js';
import type { SshTransfer } from './configuration.js';
import { runSftpCommands } from './sftp-commands.js';

export class SshClient implements PublishClient {
  readonly #sessions: SshSession[] = [];
  #sftp: Sftp | undefined;
  #root = '';

  constructor(
    private readonly info: BuildInfo,
    private readonly transfers: ReadonlyMap<Transfer, SshTransfer>,
    private readonly disableExec: boolean,
  ) {}

  /** The last of the chain, which is that with the host. */
  get session(): SshSession | undefined {
    return this.#sessions.at(-1);
  }

  addSession(session: SshSession): void {
    this.#sessions.push(session);
  }

  useSftp(sftp: Sftp): void {
    this.#sftp = sftp;
  }

  /** Where the configured directory is not absolute, the place where one is now. */
  async rememberRoot(remoteRootDir: string | null): Promise<void> {
    if (/^[/\\]/.test(remoteRootDir ?? '')) {
      this.#root = remoteRootDir ?? '';
      return;
    }
    await this.info.printIfVerbose('Remote root is not absolute, getting absolute directory from PWD');
    const pwd = this.sftp.pwd();
    if (!/^[/\\]/.test(pwd)) {
      throw new PublishFailure(
        `PWD [${pwd}] did not return an absolute path. Set remote directory in the Jenkins configuration to an absolute path`,
      );
    }
    this.#root = pwd;
  }

  get sftp(): Sftp {
    if (!this.#sftp) throw new PublishFailure('there is no SFTP channel');
    return this.#sftp;
  }

  async beginTransfers(transfer: Transfer): Promise<void> {
    if (hasSourceFiles(transfer)) return Promise.resolve();
    if (this.disableExec) throw new PublishFailure(WITHOUT_FILES);
    if (!hasExecCommand(this.own(transfer))) throw new PublishFailure(WITHOUT_ANYTHING);
    return Promise.resolve();
  }

  changeToInitialDirectory(): Promise<boolean> {
    return this.changeDirectory(this.#root);
  }

  async changeDirectory(directory: string): Promise<boolean> {
    try {
      if (!(await this.sftp.stat(directory)).isDirectory()) return false;
    } catch (error) {
      if (isAnswer(error)) return false;
      throw asFailure(error);
    }
    await this.info.printIfVerbose(`cd [${directory}]`);
    try {
      await this.sftp.cd(directory);
    } catch (error) {
      const failure = asFailure(error);
      throw new PublishFailure(`Exception when changing to directory [${directory}]. Message [${failure.message}]`);
    }
    await this.info.printIfVerbose('OK');
    return true;
  }

  async makeDirectory(directory: string): Promise<boolean> {
    if (/[/\\]/.test(directory)) return false;
    await this.info.printIfVerbose(`mkdir [${directory}]`);
    try {
      await this.sftp.mkdir(directory);
    } catch (error) {
      if (!isAnswer(error)) throw asFailure(error);
      await this.info.printIfVerbose(`FAILED: Message [${error.message}]`);
      return false;
    }
    await this.info.printIfVerbose('OK');
    return true;
  }

  async deleteTree(): Promise<void> {
    for (const { name, isDirectory } of await this.#asked(this.sftp.ls(this.sftp.pwd()))) {
      if (isDirectory) await this.#deleteDirectory(name);
      else await this.#orElse(this.sftp.rm(escaped(name)), `Failed to delete file [${name}]`);
    }
  }

  async #deleteDirectory(name: string): Promise<void> {
    if (!(await this.changeDirectory(name))) {
      throw new PublishFailure(
        `Exception when changing to directory [${name}]. Message [Error occurred changing directory]`,
      );
    }
    await this.deleteTree();
    if (!(await this.changeDirectory('..'))) throw new PublishFailure('Failed to change to parent directory');
    await this.#orElse(this.sftp.rmdir(escaped(name)), `Failed to delete directory [${name}]`);
  }

  async transferFile(transfer: Transfer, file: string): Promise<void> {
    const name = fileName(file);
    await this.info.printIfVerbose(`put [${name}]`);
    const source = await openForReading(file, { signal: this.info.signal });
    try {
      await upload(this.sftp, source, name);
    } catch (error) {
      throw await this.#uploadFailure(error, name);
    } finally {
      await source.close();
    }
    if (this.own(transfer).keepFilePermissions) await this.#copyPermissions(file, name);
  }

  async #uploadFailure(error: unknown, name: string): Promise<Error> {
    this.info.signal.throwIfAborted();
    if (!(error instanceof SftpFailure)) return asFailure(error);
    if (error.remains === 'removed')
      await this.info.println(
        `FAILED: Message [${error.message}; what there was of ${name} on the server was removed]`,
      );
    if (error.remains === 'incomplete')
      await this.info.println(`FAILED: Message [${error.message}; ${name} on the server is incomplete]`);
    const isDirectory = error.status === SSH_FX_FAILURE && (await this.#isDirectory(name));
    return new PublishFailure(isDirectory ? `${this.sftp.absolute(name)} is a directory` : error.message);
  }

  #isDirectory(name: string): Promise<boolean> {
    return this.sftp.stat(name).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
  }

  /** Those of the file, and those of its directory for the directory that it went to. Windows has none. */
  async #copyPermissions(file: string, name: string): Promise<void> {
    const directory = parentFile(file);
    if (process.platform === 'win32' || directory === null) return;
    for (const [local, remote] of [
      [directory, this.sftp.pwd()],
      [file, name],
    ] as const) {
      const mode = (await stat(local)).mode & 0o777;
      await this.info.printIfVerbose(`chmod [${mode.toString(8)} ${name}]`);
      await this.#asked(this.sftp.chmod(mode, remote));
      await this.info.printIfVerbose('OK');
    }
  }

  async endTransfers(transfer: Transfer): Promise<void> {
    const own = this.own(transfer);
    if (this.disableExec || !hasExecCommand(own)) return;
    const command = this.info.expand(own.execCommand ?? '');
    if (!own.useSftpForExec) {
      await this.#exec(command, own);
      return;
    }
    await this.changeDirectory(this.#root);
    await runSftpCommands(command, this, this.info);
  }

  async #exec(command: string, { usePty, useAgentForwarding, execTimeout }: SshTransfer): Promise<void> {
    const { info } = this;
    await info.printIfVerbose('Opening exec channel ...');
    if (!this.session) throw new PublishFailure('Failed to open exec channel. Message [session is down]');
    await info.printIfVerbose('EXEC: channel open');
    await info.printIfVerbose(`EXEC: STDOUT/STDERR from command [${command}] ...`);
    // Without "verbose" the plugin has nobody to give the output to.
    const print = async (bytes: Buffer): Promise<void> => {
      if (info.verbose) await info.listener?.write(bytes);
    };
    const started = performance.now();
    try {
      const result = await exec(this.session, command, {
        pty: usePty,
        agentForwarding: useAgentForwarding,
        stdout: print,
        stderr: print,
        timeout: execTimeout,
        opened: () => info.printIfVerbose('EXEC: connected'),
      });
      const duration = formatted(Math.round(performance.now() - started));
      if (result.timedOut) throw new PublishFailure(`Exec timed out or was interrupted after ${duration} ms`);
      await info.println(`EXEC: completed after ${duration} ms`);
      if (result.status !== 0)
        throw new PublishFailure(`Exec exit status not zero. Status [${formatted(result.status)}]`);
    } catch (error) {
      info.signal.throwIfAborted();
      if (!(error instanceof JSchFailure)) throw error;
      throw new PublishFailure(`Failed to connect exec channel. Message [${error.message}]`);
    }
  }

  disconnectQuietly(): Promise<void> {
    this.#sftp?.close();
    for (let session = this.#sessions.pop(); session; session = this.#sessions.pop()) session.close();
    return Promise.resolve();
  }

  private own(transfer: Transfer): SshTransfer {
    const own = this.transfers.get(transfer);
    if (!own) throw new Error('that transfer is of another publisher');
    return own;
  }

  async #asked<T>(request: Promise<T>): Promise<T> {
    return request.catch((error: unknown) => {
      throw asFailure(error);
    });
  }

  async #orElse(request: Promise<void>, message: string): Promise<void> {
    return request.catch((error: unknown) => {
      throw isAnswer(error) ? new PublishFailure(message) : asFailure(error);
    });
  }
}

const WITHOUT_FILES =
  'An SSH Transfer Set must contain Source files - if you really want to include everything, set Source files to **';
const WITHOUT_ANYTHING =
  'An SSH Transfer Set must not have an empty Source files and an empty Exec command - the transfer set should transfer files, execute a command or do both';

/** Whether the server said so. */
function isAnswer(error: unknown): error is SftpFailure {
  return error instanceof SftpFailure && error.isAnswer;
}

function asFailure(error: unknown): Error {
  if (error instanceof SftpFailure || error instanceof JSchFailure) return new PublishFailure(error.message);
  return error instanceof Error ? error : new Error(String(error));
}

/** A name that is no pattern. */
function escaped(name: string): string {
  return name.replace(/[\\*?]/g, '\\$&');
}
