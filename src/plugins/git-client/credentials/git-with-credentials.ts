/** Running git against a remote: with credentials, and through the controller's proxy. */
import { EnvVars } from '../../../os/process/environment.js';
import { streamError } from '../../../java/file-errors.js';
import { gitException, isGitException, isInterruption } from '../errors.js';
import type { GitOptions, GitRun } from '../git-run.js';
import type { UriIsh } from '../values/uri-ish.js';
import { atLeast } from '../version.js';
import type { Credentials, SshKey, UsernamePassword } from './credentials.js';
import { hostKeyOptions } from './host-keys.js';
import { isExempt, proxyUrl } from '../../../jenkins/controller-proxy.js';
import { labelKey } from './se-linux.js';
import { SCRIPT_SUFFIX, askpassScript, passphraseScript, sshScript } from './scripts.js';
import { SecretFiles } from './secret-files.js';
import { findGitSsh, giveToOwnerAlone } from './windows-ssh.js';

export interface RemoteOptions extends Omit<GitOptions, 'environment'> {
  readonly credentials: Credentials | null;
  /** The remote: its user goes before that of the credentials, its scheme decides about the proxy. */
  readonly url: UriIsh;
}

/**
 * Runs git with credentials at hand for it to ask for. They never are on a command line, in the log or in the environment.
 * Throws GitException, also when they cannot be set up.
 */
export async function gitWithCredentials(
  run: GitRun,
  args: readonly string[],
  { credentials, url, ...options }: RemoteOptions,
): Promise<string> {
  const environment = new EnvVars(run.client.environment);
  if (await atLeast(run, 2, 3)) {
    environment.set('GIT_TERMINAL_PROMPT', 'false');
    if (process.platform === 'win32') environment.set('GCM_INTERACTIVE', 'false');
  }
  const files = new SecretFiles(run.workspace);
  try {
    await prepared(async () => {
      if (credentials?.kind === 'sshKey') await setSshKey(run, environment, files, credentials, url);
      if (credentials?.kind === 'usernamePassword') await setPassword(run, environment, files, credentials);
      await setProxy(run, environment, url);
    });
    return await run.gitWith(args, { ...options, environment });
  } finally {
    files.dispose();
  }
}

async function prepared(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (isGitException(error) || isInterruption(error)) throw error;
    throw gitException('Failed to setup credentials', streamError(error));
  }
}

async function setSshKey(
  run: GitRun,
  environment: EnvVars,
  files: SecretFiles,
  credentials: SshKey,
  url: UriIsh,
): Promise<void> {
  await run.log(`using GIT_SSH to set credentials ${credentials.description}`);
  const windows = process.platform === 'win32';
  const keys = credentials.privateKeys.map((one) => `${one}\n`).join('');
  // Windows' read-only attribute protects nothing, and is in the way when the file is removed.
  const key = await files.create('ssh', '.key', keys, windows ? 0o600 : 0o400);
  await (windows ? giveToOwnerAlone(key) : labelKey(run, key));
  const passphrase = await files.create('phrase', '.txt', `${credentials.passphrase}\n`);
  const options = await hostKeyOptions(run, files);
  const { executable, agent } = run.client.settings;
  const program = windows ? findGitSsh(executable, agent.ownEnvironment) : 'ssh';
  const ssh = await files.create('ssh', SCRIPT_SUFFIX, sshScript(options, program), 0o700);
  const askpass = await files.create('pass', SCRIPT_SUFFIX, passphraseScript(passphrase), 0o700);
  environment
    .set('JENKINS_GIT_SSH_KEYFILE', key)
    .set('JENKINS_GIT_SSH_USERNAME', url.parts.user ?? credentials.username)
    .set('GIT_SSH', ssh)
    .set('GIT_SSH_VARIANT', 'ssh')
    .set('SSH_ASKPASS', askpass);
  // Any value will do: without one, ssh does not run SSH_ASKPASS.
  if (!environment.has('DISPLAY')) environment.set('DISPLAY', ':');
}

async function setPassword(
  run: GitRun,
  environment: EnvVars,
  files: SecretFiles,
  { description, username, password }: UsernamePassword,
): Promise<void> {
  await run.log(`using GIT_ASKPASS to set credentials ${description}`);
  const usernameFile = await files.create('username', '.txt', `${username}\n`);
  const passwordFile = await files.create('password', '.txt', `${await password(run)}\n`);
  const script = askpassScript(usernameFile, passwordFile);
  const askpass = await files.create('pass', SCRIPT_SUFFIX, script, 0o700);
  environment.set('GIT_ASKPASS', askpass).set('SSH_ASKPASS', askpass);
}

async function setProxy(run: GitRun, environment: EnvVars, { parts: { scheme, host } }: UriIsh): Promise<void> {
  const { proxy } = run.client;
  if (proxy === null || !/^https?$/i.test(scheme ?? '') || isExempt(proxy, host)) return;
  await run.log(`Setting http proxy: ${proxy.name}:${proxy.port}`);
  environment.set('http_proxy', proxyUrl(proxy)).set('https_proxy', proxyUrl(proxy));
}
