/** Files of a host: com.jcraft.jsch.ChannelSftp, with its own idea of the directory that one is in. */
import type { FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2';
import { JSchFailure, SSH_FX_FAILURE, SftpFailure, messageOf, sftpFailure } from './failures.js';
import type { SshSession } from './session.js';
import { isPattern, wildcard } from './wildcard.js';

/** ChannelSftp.LsEntry */
export interface RemoteEntry {
  readonly name: string;
  /** A line as of `ls -l`. */
  readonly longName: string;
  readonly isDirectory: boolean;
}

export class Sftp {
  private constructor(
    private readonly session: SshSession,
    /** @internal for what copies */
    readonly channel: SFTPWrapper,
    private cwd: string,
  ) {}

  /**
   * @param timeout in milliseconds; 0 waits for ever
   * @throws JSchFailure when the server has none
   */
  static async open(session: SshSession, timeout = 0): Promise<Sftp> {
    let channel: SFTPWrapper;
    let timer: NodeJS.Timeout | undefined;
    try {
      channel = await session.ask<SFTPWrapper>((done) => {
        const late = new Error(`it took longer than ${timeout.toLocaleString('en-US')} ms`);
        if (timeout > 0) timer = setTimeout(() => done(late, undefined as never), timeout);
        session.client.sftp(done);
      });
    } catch (error) {
      session.signal.throwIfAborted();
      throw error instanceof JSchFailure
        ? error
        : new JSchFailure(`channel is not opened: ${messageOf(error)}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
    channel.on('error', () => undefined); // requests under way report it
    const sftp = new Sftp(session, channel, '');
    sftp.cwd = await sftp.ask<string>((done) => channel.realpath('.', done));
    return sftp;
  }

  get signal(): AbortSignal {
    return this.session.signal;
  }

  pwd(): string {
    return this.cwd;
  }

  /** The path from the root. */
  absolute(path: string): string {
    if (path.startsWith('/')) return path;
    return this.cwd.endsWith('/') ? this.cwd + path : `${this.cwd}/${path}`;
  }

  stat(path: string): Promise<Stats> {
    return this.ask((done) => this.channel.stat(this.absolute(path), done));
  }

  async cd(path: string): Promise<void> {
    const real = await this.ask<string>((done) => this.channel.realpath(this.absolute(path), done));
    if (!(await this.stat(real)).isDirectory())
      throw new SftpFailure(`Can't change directory: ${path}`, SSH_FX_FAILURE);
    this.cwd = real;
  }

  /** A directory, `.` and `..` not in it; a file; or what a pattern in the last part of the path selects. */
  async ls(path: string): Promise<readonly RemoteEntry[]> {
    const target = this.absolute(path);
    const slash = target.lastIndexOf('/');
    const [folder, last] = [target.slice(0, slash) || '/', target.slice(slash + 1)];
    if (isPattern(last)) return this.entries(folder, (name) => wildcard(last).test(name));
    if ((await this.stat(target)).isDirectory()) return this.entries(target, () => true);
    return this.entries(folder, (name) => name === last);
  }

  mkdir(path: string): Promise<void> {
    return this.perform((done) => this.channel.mkdir(this.absolute(path), done));
  }

  /** Removes a file, or those that a pattern selects. */
  async rm(path: string): Promise<void> {
    for (const target of await this.glob(path)) await this.perform((done) => this.channel.unlink(target, done));
  }

  /** Removes an empty directory, or those that a pattern selects. */
  async rmdir(path: string): Promise<void> {
    for (const target of await this.glob(path)) await this.perform((done) => this.channel.rmdir(target, done));
  }

  chmod(mode: number, path: string): Promise<void> {
    return this.perform((done) => this.channel.chmod(this.absolute(path), mode, done));
  }

  /** @param target stays as it is given: it is relative to the link */
  symlink(target: string, path: string): Promise<void> {
    return this.perform((done) => this.channel.symlink(target, this.absolute(path), done));
  }

  hardlink(existing: string, path: string): Promise<void> {
    return this.perform((done) =>
      this.channel.ext_openssh_hardlink(this.absolute(existing), this.absolute(path), done),
    );
  }

  close(): void {
    this.channel.end();
  }

  /** @throws SftpFailure */
  async ask<T>(start: (done: (error: Error | null | undefined, value: T) => void) => void): Promise<T> {
    try {
      return await this.session.ask(start);
    } catch (error) {
      this.signal.throwIfAborted();
      throw sftpFailure(error);
    }
  }

  /** The same where there is nothing to answer but whether it went well. */
  async perform(start: (done: (error: Error | null | undefined) => void) => void): Promise<void> {
    await this.ask<null>((done) => start((error) => done(error, null)));
  }

  private async glob(path: string): Promise<readonly string[]> {
    const target = this.absolute(path);
    const slash = target.lastIndexOf('/');
    if (!isPattern(target.slice(slash + 1))) return [target.replace(/\\(.)/gs, '$1')];
    return (await this.ls(path)).map(({ name }) => `${target.slice(0, slash)}/${name}`);
  }

  private async entries(folder: string, wanted: (name: string) => boolean): Promise<readonly RemoteEntry[]> {
    const all = await this.ask<FileEntryWithStats[]>((done) => this.channel.readdir(folder, done));
    return all
      .filter(({ filename }) => filename !== '.' && filename !== '..' && wanted(filename))
      .map(({ filename, longname, attrs }) => ({
        name: filename,
        longName: longname,
        isDirectory: attrs.isDirectory(),
      }));
  }
}
