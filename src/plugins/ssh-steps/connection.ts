/** Connecting with a remote, through its gateways, as often as it says. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParsedKey } from 'ssh2';
import { JavaError } from '../../java/java-error.js';
import { openRandomAccess } from '../../os/files/read-file.js';
import type { CallableContext } from '../../callables/callable.js';
import { JSchFailure } from '../jsch/failures.js';
import { knownTypes, readKnownHosts, refusalOf } from '../jsch/known-hosts.js';
import { readPrivateKey } from '../jsch/private-key.js';
import { openSession } from '../jsch/session.js';
import type { SessionOptions, SshSession } from '../jsch/session.js';
import { jschException } from './failure.js';
import type { Remote } from './remote.js';

/**
 * Runs with a session, which is closed whatever happens.
 * @throws JavaError com.jcraft.jsch.JSchException when there is none
 */
export async function withSession<T>(
  remote: Remote,
  context: CallableContext,
  run: (session: SshSession) => Promise<T>,
): Promise<T> {
  const sessions: SshSession[] = [];
  try {
    return await run(await connect(remote, context, sessions));
  } catch (error) {
    context.signal.throwIfAborted();
    throw error instanceof JSchFailure ? await jschException(error.message, context) : error;
  } finally {
    for (const session of sessions.reverse()) session.close();
  }
}

async function connect(remote: Remote, context: CallableContext, sessions: SshSession[]): Promise<SshSession> {
  const { signal } = context;
  const via = remote.gateway && (await connect(remote.gateway, context, sessions));
  const options = await sessionOptions(remote, signal);
  for (let retriesLeft = remote.retryCount; ; retriesLeft--) {
    try {
      const session = await openSession({ ...options, ...(via && { via }) });
      sessions.push(session);
      return session;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof JSchFailure) || retriesLeft <= 0) throw error;
      await sleep(remote.retryWaitSec * 1000, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

async function sessionOptions(remote: Remote, signal: AbortSignal): Promise<SessionOptions> {
  const { host, port, user, password, proxy } = remote;
  const known = remote.knownHosts === undefined ? null : readKnownHosts(await knownHostsText(remote.knownHosts));
  const key = remote.agent ? undefined : await keyOf(remote);
  const agent = remote.agent ? process.env['SSH_AUTH_SOCK'] : undefined;
  if (remote.agent && agent === undefined)
    throw new JSchFailure('SSH_AUTH_SOCK is not defined: there is no SSH agent on this machine');
  return {
    host,
    port,
    user,
    methods: ['publickey', 'keyboard-interactive', 'password'],
    timeout: remote.timeoutSec * 1000,
    keepAlive: remote.keepAliveSec * 1000,
    signal,
    ...(password !== undefined && { password }),
    ...(key && { key }),
    ...(agent !== undefined && { agent }),
    ...(proxy && { proxy }),
    ...(known && {
      refuses: (offered: Buffer) => refusalOf(known, host, port, offered),
      keyTypes: knownTypes(known, host, port),
    }),
  };
}

async function keyOf({ identity, identityFile, passphrase }: Remote): Promise<ParsedKey | undefined> {
  if (identity !== undefined) return readPrivateKey(identity, passphrase);
  if (identityFile === undefined) return undefined;
  return readPrivateKey(await textOf(identityFile), passphrase);
}

/** What is no key ends before it is long. */
const MAX_KEY = 1024 * 1024;

/** @throws JSchFailure in java.io's words */
async function textOf(file: string, limit = MAX_KEY): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of await openRandomAccess(file, {})) {
      pieces.push(piece);
      length += piece.length;
      if (length > limit) break;
    }
  } catch (error) {
    throw new JSchFailure(String(error));
  }
  return Buffer.concat(pieces).toString();
}

const MAX_KNOWN_HOSTS = 64 * 1024 * 1024;

async function knownHostsText(file: string): Promise<string> {
  try {
    return await textOf(file, MAX_KNOWN_HOSTS);
  } catch {
    throw new JavaError('java.io.FileNotFoundException', `knownHosts file not found: ${file}`);
  }
}
