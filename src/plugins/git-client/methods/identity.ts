/** Who works, with which credentials and through which proxy. */
import type { JavaValue } from '../../../serial/model.js';
import { JavaObject } from '../../../serial/model.js';
import { optionalText, text } from '../arguments.js';
import { credentials } from '../credentials/credentials.js';
import { httpProxy } from '../../../jenkins/controller-proxy.js';
import type { GitRun } from '../git-run.js';
import type { MethodTable } from './method.js';

export const identityMethods: MethodTable = {
  'clearCredentials()': ({ client }) => {
    client.credentials.clear();
    return null;
  },
  'addCredentials(String,StandardCredentials)': ({ client }, [url, value]) => {
    client.credentials.set(text(url), credentials(value));
    return null;
  },
  'addDefaultCredentials(StandardCredentials)': ({ client }, [value]) => {
    client.defaultCredentials = credentials(value);
    return null;
  },
  'setCredentials(StandardUsernameCredentials)': ({ client }, [value]) => {
    client.credentials.clear();
    client.defaultCredentials = credentials(value);
    return null;
  },
  'setProxy(ProxyConfiguration)': ({ client }, [value]) => {
    client.proxy = httpProxy(value);
    return null;
  },
  'setAuthor(String,String)': (run, [name, email]) => setPerson(run, 'AUTHOR', optionalText(name), optionalText(email)),
  'setAuthor(PersonIdent)': (run, [person]) => setPersonIdent(run, 'AUTHOR', person),
  'setCommitter(String,String)': (run, [name, email]) =>
    setPerson(run, 'COMMITTER', optionalText(name), optionalText(email)),
  'setCommitter(PersonIdent)': (run, [person]) => setPersonIdent(run, 'COMMITTER', person),
};

/** org.eclipse.jgit.lib.PersonIdent {String emailAddress, name; ...}; null changes nothing. */
export function setPersonIdent(run: GitRun, role: 'AUTHOR' | 'COMMITTER', person: JavaValue | undefined): null {
  if (!(person instanceof JavaObject)) return null;
  return setPerson(run, role, optionalText(person.get('name')), optionalText(person.get('emailAddress')));
}

function setPerson({ client }: GitRun, role: string, name: string | null, email: string | null): null {
  for (const [variable, value] of [
    [`GIT_${role}_NAME`, name],
    [`GIT_${role}_EMAIL`, email],
  ] as const) {
    if (value === null) client.environment.delete(variable);
    else client.environment.set(variable, value);
  }
  return null;
}
