/** Connecting with a configured server, through its jump hosts, in the plugin's words. */
import { JSchFailure, messageOf } from '../jsch/failures.js';
import { readPrivateKey } from '../jsch/private-key.js';
import { openSession } from '../jsch/session.js';
import type { SessionOptions, SshSession } from '../jsch/session.js';
import { Sftp } from '../jsch/sftp.js';
import { trimmed } from '../publish-over/build-info.js';
import type { BuildInfo } from '../publish-over/build-info.js';
import type { PublishClient } from '../publish-over/client.js';
import { PublishFailure, formatted, isFailure, localizedMessage } from '../publish-over/failure.js';
import type { Transfer } from '../publish-over/publisher.js';
import { SshClient } from './client.js';
import type { Configuration, KeyInfo, SshTransfer } from './configuration.js';

export interface Target {
  readonly configuration: Configuration;
  readonly transfers: ReadonlyMap<Transfer, SshTransfer>;
  /** Whether files are sent, or commands of sftp are given. */
  readonly needsSftp: boolean;
}

/** BapSshHostConfiguration.createClient. @throws PublishFailure */
export async function connect(target: Target, info: BuildInfo): Promise<PublishClient> {
  const { configuration, transfers, needsSftp } = target;
  const login = await logIn(configuration.key, info);
  const client = new SshClient(info, transfers, configuration.disableExec);
  try {
    for (const host of configuration.hosts) await enter(host, configuration, login, client, info);
    if (needsSftp) await setUpSftp(configuration, client, info);
  } catch (error) {
    await client.disconnectQuietly();
    info.signal.throwIfAborted();
    if (!isFailure(error)) throw error;
    throw new PublishFailure(`Failed to connect and initialize SSH connection. Message: [${localizedMessage(error)}]`);
  }
  return client;
}

type Login = Pick<SessionOptions, 'methods' | 'key' | 'password'>;

async function logIn({ key, keyPath, passphrase }: KeyInfo, info: BuildInfo): Promise<Login> {
  if (key === null && keyPath === null)
    return { methods: ['keyboard-interactive', 'password'], password: passphrase ?? '' };
  if (key === null) throw keyOnController(info.expand(keyPath ?? '').trim());
  try {
    return { methods: ['publickey'], key: await readPrivateKey(key, passphrase ?? '') };
  } catch (error) {
    if (!(error instanceof JSchFailure)) throw error;
    throw new PublishFailure(`Failed to add SSH key. Message [${error.message}]`);
  }
}

/** The plugin reads the key from the controller's disk, which controllers have not let agents do since 2.326. */
function keyOnController(path: string): PublishFailure {
  return new PublishFailure(
    `Failed to read file - filename [${path}] (relative to JENKINS_HOME if not absolute). Message: [Controllers do not let agents read their files: put the key itself into the configuration instead of its path, or publish from the controller]`,
  );
}

async function enter(
  host: string,
  { name, port, username, timeout, proxy }: Configuration,
  login: Login,
  client: SshClient,
  info: BuildInfo,
): Promise<void> {
  const via: SshSession | undefined = client.session;
  await info.printIfVerbose(
    `Creating session: username [${username ?? 'null'}], hostname [${host}], port [${formatted(port)}]`,
  );
  const missing = username === null ? 'username must not be null.' : host === '' ? 'host must not be null.' : null;
  if (missing !== null || username === null) {
    throw new PublishFailure(
      `Failed to create session: username [${username ?? 'null'}], hostname [${host}], port [${formatted(port)}]. Message [${missing ?? ''}]`,
    );
  }
  await info.printIfVerbose('Connecting session ...');
  const way = via ? { via } : proxy ? { proxy } : {};
  try {
    client.addSession(
      await openSession({ host, port, user: username, timeout, signal: info.signal, ...login, ...way }),
    );
  } catch (error) {
    info.signal.throwIfAborted();
    if (!(error instanceof JSchFailure)) throw error;
    throw new PublishFailure(`Failed to connect session for config [${name}]. Message [${error.message}]`);
  }
  await info.printIfVerbose('Connected');
}

async function setUpSftp({ remoteRootDir, timeout }: Configuration, client: SshClient, info: BuildInfo): Promise<void> {
  await info.printIfVerbose('Opening SFTP channel ...');
  await info.printIfVerbose('SFTP channel open');
  await info.printIfVerbose('Connecting SFTP channel ...');
  if (!client.session) throw new Error('there is no session');
  let sftp: Sftp;
  try {
    sftp = await Sftp.open(client.session, timeout);
  } catch (error) {
    info.signal.throwIfAborted();
    throw new PublishFailure(`Failed to connect SFTP channel. Message [${messageOf(error)}]`);
  }
  await info.printIfVerbose('Connected');
  client.useSftp(sftp);
  if (trimmed(remoteRootDir) !== null && !(await client.changeDirectory(remoteRootDir ?? '')))
    throw new PublishFailure(`Failed to change to remote directory [${remoteRootDir ?? ''}]`);
  await client.rememberRoot(remoteRootDir);
}
