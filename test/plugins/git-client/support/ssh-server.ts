/** A throw-away sshd on loopback that lets its own user in by one key: for tests and benchmarks. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../support/processes.js';

export class SshServer {
  readonly user = os.userInfo().username;
  #log = '';

  private constructor(
    readonly port: number,
    private readonly directory: string,
    private readonly process: ChildProcess,
  ) {
    process.stderr?.on('data', (text: Buffer) => (this.#log += text.toString()));
  }

  /**
   * @param directory for its keys and configuration
   * @param passphrase of the key of its user
   * @param settings lines for its configuration, which come first and so count
   */
  static async start(directory: string, passphrase = '', settings: readonly string[] = []): Promise<SshServer> {
    const sshd = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find((path) => existsSync(path));
    if (sshd === undefined) throw new Error('sshd is needed: install the package openssh-server');
    mkdirSync(directory, { recursive: true });
    const keygen = (file: string, phrase: string) =>
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', phrase, '-C', 'test', '-f', join(directory, file)]);
    keygen('host', '');
    keygen('user', passphrase);
    writeFileSync(join(directory, 'authorized'), readFileSync(join(directory, 'user.pub')), { mode: 0o600 });
    // Where sshd runs as root it wants this to be there.
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
    const port = await freePort();
    writeFileSync(join(directory, 'config'), configuration(directory, port, settings));
    const child = spawn(sshd, ['-D', '-e', '-f', join(directory, 'config')], { stdio: ['ignore', 'ignore', 'pipe'] });
    const server = new SshServer(port, directory, child);
    await eventually(() => {
      if (child.exitCode !== null) throw new Error(`sshd ended: ${server.#log}`);
      return answers(port);
    });
    return server;
  }

  get privateKey(): string {
    return readFileSync(join(this.directory, 'user'), 'utf8');
  }

  /** What ssh is to be called as for this server, by a shell. */
  get command(): string {
    const known = join(this.directory, 'known');
    if (!existsSync(known)) writeFileSync(known, `${this.knownHost}\n`);
    return `ssh -i '${join(this.directory, 'user')}' -o UserKnownHostsFile='${known}'`;
  }

  /** A line for a file of known hosts. */
  get knownHost(): string {
    return `[127.0.0.1]:${this.port} ${readFileSync(join(this.directory, 'host.pub'), 'utf8').trim()}`;
  }

  url(path: string): string {
    return `ssh://${this.user}@127.0.0.1:${this.port}${path}`;
  }

  async close(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill();
    await ended;
  }
}

function configuration(directory: string, port: number, settings: readonly string[]): string {
  const subsystem = settings.some((line) => line.startsWith('Subsystem ')) ? [] : ['Subsystem sftp internal-sftp'];
  return [
    ...settings,
    ...subsystem,
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(directory, 'host')}`,
    `AuthorizedKeysFile ${join(directory, 'authorized')}`,
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin yes',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    '',
  ].join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
      .once('data', () => done(true))
      .once('error', () => done(false));
    const done = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
  });
}
