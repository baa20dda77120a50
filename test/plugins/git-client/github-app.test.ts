import { describe, expect, it } from 'vitest';
import { GitClient } from '../../../src/plugins/git-client/client.js';
import { credentials } from '../../../src/plugins/git-client/credentials/credentials.js';
import { GitRun } from '../../../src/plugins/git-client/git-run.js';
import { NullListener } from '../../../src/jenkins/listener/null-listener.js';
import { makeClassFile } from '../../../tools/controller/class-file.js';
import { EnvVars } from '../../../src/os/process/environment.js';
import { JavaError } from '../../../src/java/java-error.js';
import { serialVersionUid } from '../../../src/serial/serial-version-uid.js';
import type { JavaValue } from '../../../src/serial/model.js';
import { RecordingLogger } from '../../support/channel-pair.js';
import { ChannelCall } from '../../support/channel-call.js';
import { object } from '../../jenkins/file-path/request.js';

const APP = 'org.jenkinsci.plugins.github_branch_source.GitHubAppCredentials';
const GET_TOKEN = `${APP}$DelegatingGitHubAppCredentials$GetToken`;
const CLASS_FILE = makeClassFile(GET_TOKEN.replaceAll('.', '/'), []);

const inSeconds = (seconds: number) => BigInt(Math.floor(Date.now() / 1000) + seconds);

function token(value: string, staleIn: number, expiresIn: number): JavaValue {
  return object(`${APP}$AppInstallationToken`, {
    expirationEpochSeconds: inSeconds(expiresIn),
    staleEpochSeconds: inSeconds(staleIn),
    token: object('hudson.util.Secret', { iv: null, value }),
  });
}

/** Credentials with this token, and a client that uses them. */
function app(cachedToken: JavaValue, classFile: Buffer | null = CLASS_FILE) {
  const logger = new RecordingLogger();
  const asked: string[] = [];
  const controllerClass = (name: string) => {
    asked.push(name);
    return Promise.resolve(classFile);
  };
  const call = new ChannelCall({ logger, controllerClass });
  const found = credentials(
    object(`${APP}$DelegatingGitHubAppCredentials`, {
      scope: null,
      description: 'the app',
      id: 'app',
      appID: '4711',
      cachedToken,
      tokenRefreshData: '{encrypted}',
    }),
  );
  if (found?.kind !== 'usernamePassword') throw new Error('these are other credentials');
  const environment = new EnvVars();
  const listener = new NullListener();
  const client = new GitClient({
    workspace: '/ws',
    executable: 'git',
    listener,
    environment,
    hostKeys: null,
    agent: call.agent,
  });
  return { call, logger, asked, username: found.username, password: () => found.password(new GitRun(client, call)) };
}

describe('a token of a GitHub App', () => {
  it('is used while it is fresh', async () => {
    const { call, asked, username, password } = app(token('first', 60, 3600));
    expect(username).toBe('4711');
    expect(await Promise.all([password(), password()])).toEqual(['first', 'first']);
    expect(call.called).toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each([
    ['stale', token('old', -1, 3600)],
    ['missing', null],
  ])('that is %s is asked for, once for all who need it', async (_how, cached) => {
    const { call, asked, password } = app(cached);
    call.answerCall = () => token('second', 60, 3600);
    expect(await Promise.all([password(), password()])).toEqual(['second', 'second']);
    expect(asked).toEqual([GET_TOKEN]);
    expect(call.called).toHaveLength(1);
    const [request] = call.called;
    expect(request?.desc).toMatchObject({
      name: GET_TOKEN,
      suid: serialVersionUid(CLASS_FILE),
      superDesc: { name: 'jenkins.security.SlaveToMasterCallable', suid: 1n, superDesc: null },
    });
    expect(request?.get('data')).toBe('{encrypted}');
  });

  it('that cannot be renewed serves until it has expired', async () => {
    const { call, logger, password } = app(token('old', -1, 3600));
    call.answerCall = () => Promise.reject(new JavaError('java.lang.IllegalArgumentException', 'no such app'));
    expect(await password()).toBe('old');
    expect(logger.records.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'WARNING Failed to generate new GitHub App Installation Token for app ID 4711 on agent: ' +
        'cached token is stale but has not expired',
    ]);
  });

  it.each([
    ['java.lang.IllegalArgumentException', 'java.lang.IllegalArgumentException: why'],
    ['java.io.IOException', 'java.lang.RuntimeException: java.io.IOException: why'],
  ])('that has expired and cannot be renewed is a failure: %s', async (javaClass, expected) => {
    const { call, password } = app(token('old', -2, -1));
    call.answerCall = () => Promise.reject(new JavaError(javaClass, 'why'));
    await expect(password().catch(String)).resolves.toBe(expected);
    call.answerCall = () => token('renewed', 60, 3600);
    expect(await password()).toBe('renewed');
  });

  it('is out of reach where the controller does not serve the class', async () => {
    const { password } = app(null, null);
    await expect(password().catch(String)).resolves.toBe(`java.lang.ClassNotFoundException: ${GET_TOKEN}`);
  });

  it('is not waited for when the call is cancelled', async () => {
    const { call, password } = app(token('old', -1, 3600));
    call.answerCall = () => {
      call.cancel();
      return Promise.reject(new JavaError('java.lang.InterruptedException', null));
    };
    await expect(password().catch(String)).resolves.toBe('java.lang.InterruptedException');
  });
});
