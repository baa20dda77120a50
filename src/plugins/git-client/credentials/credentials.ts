/**
 * Credentials as the controller sends them: snapshots that hold the secrets, which arrive in clear inside
 * hudson.util.Secret {byte[] iv, String value}.
 *
 *     UsernamePasswordCredentialsImpl  scope | description, id | Secret password, String username, Boolean usernameSecret
 *     BasicSSHUserPrivateKey           scope | description, id | username, usernameSecret | Secret passphrase, PrivateKeySource
 *       DirectEntryPrivateKeySource    Secret privateKey (a String in old versions)
 *     DelegatingGitHubAppCredentials   scope | description, id | see github-app.ts
 */
import { secret } from '../../../jenkins/secret.js';
import { JavaObject } from '../../../serial/model.js';
import type { JavaValue } from '../../../serial/model.js';
import type { Asking } from './asking.js';
import { gitHubAppPassword } from './github-app.js';

export interface UsernamePassword {
  readonly kind: 'usernamePassword';
  readonly description: string;
  readonly username: string;
  /** Asked for before each use: some expire. */
  readonly password: (run: Asking) => Promise<string>;
}

export interface SshKey {
  readonly kind: 'sshKey';
  readonly description: string;
  readonly username: string;
  readonly privateKeys: readonly string[];
  readonly passphrase: string;
}

export type Credentials = UsernamePassword | SshKey;

/**
 * Reads credentials of any class by what they hold. Null for null and for kinds that git has no use for, which the official
 * agent ignores as well (secret texts, certificates).
 */
export function credentials(value: JavaValue | undefined): Credentials | null {
  if (!(value instanceof JavaObject)) return null;
  const description = textField(value, 'description') ?? '';
  const source = value.get('privateKeySource');
  if (source instanceof JavaObject) return sshKey(value, source, description);
  const appId = textField(value, 'appID');
  if (appId !== null) {
    return { kind: 'usernamePassword', description, username: appId, password: gitHubAppPassword(value) };
  }
  const [username, password] = [textField(value, 'username'), secret(value.get('password'))];
  if (username === null || password === null) return null;
  return { kind: 'usernamePassword', description, username, password: () => Promise.resolve(password) };
}

function sshKey(value: JavaObject, source: JavaObject, description: string): SshKey {
  const keys = (secret(source.get('privateKey')) ?? '').split('\f').filter((key) => key !== '');
  return {
    kind: 'sshKey',
    description,
    username: textField(value, 'username') ?? '',
    privateKeys: keys.map((key) => (key.endsWith('\n') ? key : `${key}\n`)),
    passphrase: secret(value.get('passphrase')) ?? '',
  };
}

function textField(value: JavaObject, name: string): string | null {
  const text = value.get(name);
  return typeof text === 'string' ? text : null;
}
