/** How the host keys of SSH servers are verified: the subclasses of org.jenkinsci.plugins.gitclient.verifier.HostKeyVerifierFactory. */
import path from 'node:path';
import { fileExists } from '../../../os/files/attributes.js';
import { currentUser } from '../../../os/machine/user.js';
import { gitException } from '../errors.js';
import type { GitRun } from '../git-run.js';
import type { SecretFiles } from './secret-files.js';

const PACKAGE = 'org.jenkinsci.plugins.gitclient.verifier.';

const NO_KNOWN_HOSTS =
  "You're using 'Known hosts file' strategy to verify ssh host keys, but your known_hosts file does not exist, please go to " +
  "'Manage Jenkins' -> 'Security' -> 'Git Host Key Verification Configuration' and configure host key verification.";

/**
 * Options for ssh, quoted for a shell script; says in the log which strategy it is.
 * Throws GitException for a strategy that this agent does not know: connecting regardless would verify nothing.
 */
export async function hostKeyOptions(run: GitRun, files: SecretFiles): Promise<string> {
  const { hostKeys } = run.client.settings;
  if (hostKeys === null) return '-o StrictHostKeyChecking=no';
  switch (hostKeys.className) {
    case `${PACKAGE}NoHostKeyVerifier`:
      return '-o StrictHostKeyChecking=no';
    case `${PACKAGE}AcceptFirstConnectionVerifier`:
      await run.log('Verifying host key using known hosts file, will automatically accept unseen keys');
      return '-o StrictHostKeyChecking=accept-new';
    case `${PACKAGE}KnownHostsFileVerifier`:
      await run.log('Verifying host key using known hosts file');
      if (!(await fileExists(path.join(currentUser().home, '.ssh', 'known_hosts')))) await run.log(NO_KNOWN_HOSTS);
      return '-o StrictHostKeyChecking=yes';
    case `${PACKAGE}ManuallyProvidedKeyVerifier`: {
      const approved = hostKeys.get('approvedHostKeys');
      const file = files.createInSystemFolder('known_hosts', `${typeof approved === 'string' ? approved : ''}\n`);
      await run.log('Verifying host key using manually-configured host key entries');
      return `-o StrictHostKeyChecking=yes -o UserKnownHostsFile=${quotedPath(file)}`;
    }
    default:
      throw gitException(`The host key verification ${hostKeys.className} is not known to this agent`);
  }
}

/** ssh splits the value of the option at spaces unless there are double quotes around it. */
function quotedPath(file: string): string {
  if (process.platform === 'win32') return file;
  const quoted = file.replaceAll("'", "'\\''");
  return file.includes(' ') ? `'"${quoted}"'` : `'${quoted}'`;
}
