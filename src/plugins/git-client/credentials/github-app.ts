/**
 * GitHub App credentials as an agent has them: a token of an hour that the controller renews on request. The same in all
 * versions of the github-branch-source plugin since 2.9.
 *
 *     DelegatingGitHubAppCredentials   String appID, AppInstallationToken cachedToken, String tokenRefreshData
 *       AppInstallationToken           long expirationEpochSeconds, staleEpochSeconds, Secret token
 *     DelegatingGitHubAppCredentials$GetToken extends SlaveToMasterCallable   String data       answers an AppInstallationToken
 */
import { JavaError } from '../../../java/java-error.js';
import { declareClass } from '../../../serial/declare.js';
import { JavaObject } from '../../../serial/model.js';
import type { JavaValue } from '../../../serial/model.js';
import { serialVersionUid } from '../../../serial/serial-version-uid.js';
import { secret } from '../../../jenkins/secret.js';
import { SLAVE_TO_MASTER_CALLABLE } from '../../../jenkins/slave-to-master.js';
import { long, readShape, str } from '../../../callables/shape.js';
import type { Asking } from './asking.js';

const DELEGATING = 'org.jenkinsci.plugins.github_branch_source.GitHubAppCredentials$DelegatingGitHubAppCredentials';
const GET_TOKEN = `${DELEGATING}$GetToken`;

interface Token {
  readonly token: string | null;
  readonly stale: bigint;
  readonly expiration: bigint;
}

/**
 * The password of such credentials, asked for before each use: the token that came with them or the last that was fetched,
 * until it is stale. One that cannot be renewed serves until it has expired.
 */
export function gitHubAppPassword(credentials: JavaObject): (run: Asking) => Promise<string> {
  const { appID, tokenRefreshData } = readShape(credentials, { appID: str, tokenRefreshData: str });
  let cached = readToken(credentials.get('cachedToken'));
  let busy: Promise<unknown> = Promise.resolve();
  const current = async (run: Asking): Promise<string> => {
    if (cached === null || isPast(cached.stale)) {
      try {
        cached = await fetchToken(tokenRefreshData, run);
      } catch (error) {
        run.call.signal.throwIfAborted();
        if (cached === null || isPast(cached.expiration)) throw unchecked(error);
        const what = 'cached token is stale but has not expired';
        const message = `Failed to generate new GitHub App Installation Token for app ID ${appID} on agent: ${what}`;
        run.agent.logger.log('WARNING', `${DELEGATING} getPassword`, message);
      }
    }
    if (cached?.token != null) return cached.token;
    throw new JavaError('java.lang.NullPointerException', null);
  };
  // One at a time: a token that one is fetching is there for the next.
  return (run) => {
    const result = busy.then(() => current(run));
    busy = result.catch(() => undefined);
    return result;
  };
}

async function fetchToken(data: string, { call, agent }: Asking): Promise<Token | null> {
  const classFile = await agent.controllerClass(GET_TOKEN, call);
  if (classFile === null) throw new JavaError('java.lang.ClassNotFoundException', GET_TOKEN);
  const declared = declareClass({
    name: GET_TOKEN,
    suid: serialVersionUid(classFile),
    fields: { data: 'Ljava/lang/String;' },
    superclass: SLAVE_TO_MASTER_CALLABLE,
  });
  const request = declared.create({ data });
  return readToken(await call.channel.call(request, GET_TOKEN, call.signal, call.classLoader));
}

/** A version that says nothing of a time has 0 there: stale, and expired. */
function readToken(value: JavaValue | undefined): Token | null {
  if (!(value instanceof JavaObject)) return null;
  const times = readShape(value, { staleEpochSeconds: long, expirationEpochSeconds: long });
  const { staleEpochSeconds: stale, expirationEpochSeconds: expiration } = times;
  return { token: secret(value.get('token')), stale, expiration };
}

function isPast(epochSeconds: bigint): boolean {
  return BigInt(Math.floor(Date.now() / 1000)) >= epochSeconds;
}

/** getPassword declares no exceptions: those that it would have to come out in a RuntimeException. */
function unchecked(error: unknown): unknown {
  const isIOException = error instanceof JavaError && /^java\.(io|net)\./.test(error.javaClass);
  return isIOException ? new JavaError('java.lang.RuntimeException', error.toString(), { cause: error }) : error;
}
