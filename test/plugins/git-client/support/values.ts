/** JGit's and Jenkins' objects as a controller sends them. */
import { UriIsh } from '../../../../src/plugins/git-client/values/uri-ish.js';
import { arrayList } from '../../../../src/serial/jdk.js';
import type { JavaObject } from '../../../../src/serial/model.js';
import { object } from '../../../jenkins/file-path/objects.js';

export function uriIsh(text: string): JavaObject {
  const uri = UriIsh.parse(text);
  if (!uri) throw new Error(`${text} is no URI`);
  const { port, ...others } = uri.parts;
  return object('org.eclipse.jgit.transport.URIish', { port, ...others });
}

/** `+refs/heads/*:refs/remotes/origin/*` */
export function refSpec(text: string): JavaObject {
  const [, force = '', srcName = '', dstName] = /^(\+?)([^:]*)(?::(.*))?$/.exec(text) ?? [];
  return object('org.eclipse.jgit.transport.RefSpec', {
    force: force === '+',
    matching: false,
    negative: false,
    wildcard: text.includes('*'),
    srcName,
    dstName: dstName ?? null,
  });
}

/** @param url null: a remote without any */
export function remoteConfig(name: string, url: string | null, ...refspecs: string[]): JavaObject {
  return object('org.eclipse.jgit.transport.RemoteConfig', {
    name,
    uris: arrayList(url === null ? [] : [uriIsh(url)]),
    fetch: arrayList(refspecs.map(refSpec)),
  });
}

const secret = (value: string): JavaObject => object('hudson.util.Secret', { iv: null, value });

export function usernamePassword(username: string, password: string, description = 'who I am'): JavaObject {
  return object('com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl', {
    description,
    id: 'id',
    password: secret(password),
    username,
  });
}

export function sshKey(username: string, key: string, passphrase = '', description = 'my key'): JavaObject {
  const source = 'com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey$DirectEntryPrivateKeySource';
  return object('com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey', {
    description,
    id: 'id',
    username,
    passphrase: secret(passphrase),
    privateKeySource: object(source, { privateKey: secret(key) }),
  });
}

export function verifier(name: string, values: Readonly<Record<string, string>> = {}): JavaObject {
  return object(`org.jenkinsci.plugins.gitclient.verifier.${name}`, values);
}

export function personIdent(name: string, emailAddress: string): JavaObject {
  return object('org.eclipse.jgit.lib.PersonIdent', { emailAddress, name });
}
