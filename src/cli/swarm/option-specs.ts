/** Options of `agent swarm` that an agent does not have, by their names in the swarm client (hudson.plugins.swarm.Options). */
import type { OptionSpec } from '../option-spec.js';
import { UsageError } from '../usage-error.js';
import { checkPair, hasControlCharacters } from '../value-checks.js';

export const SWARM_OPTIONS = [
  {
    key: 'username',
    name: '-username',
    gnu: ['--username'],
    kind: 'text',
    placeholder: 'USER',
    environment: ['JENKINS_SWARM_USERNAME'],
    group: 'connection',
    help: 'The user who makes the node',
  },
  {
    key: 'password',
    name: '-password',
    gnu: ['--password'],
    kind: 'text',
    placeholder: 'TOKEN',
    environment: ['JENKINS_SWARM_PASSWORD'],
    check: checkPassword,
    secret: true,
    group: 'connection',
    help: 'API token of that user; @FILE reads it from a file. A password works, too',
  },
  {
    key: 'passwordFile',
    name: '-passwordFile',
    gnu: ['--password-file'],
    kind: 'text',
    placeholder: 'FILE',
    group: 'connection',
    help: 'The same as -password @FILE',
  },
  {
    key: 'passwordEnvVariable',
    name: '-passwordEnvVariable',
    gnu: ['--password-env-variable'],
    kind: 'text',
    placeholder: 'VARIABLE',
    group: 'connection',
    help: 'The variable that holds the token; builds do not get it',
  },
  {
    key: 'description',
    name: '-description',
    gnu: ['--description'],
    kind: 'text',
    placeholder: 'TEXT',
    group: 'operating',
    help: 'Description of the node',
  },
  {
    key: 'labels',
    name: '-labels',
    gnu: ['--labels'],
    kind: 'list',
    placeholder: 'LABELS',
    group: 'operating',
    help: 'Labels of the node, with blanks between; may be repeated',
  },
  {
    key: 'labelsFile',
    name: '-labelsFile',
    gnu: ['--labels-file'],
    kind: 'text',
    placeholder: 'FILE',
    group: 'operating',
    help: 'Further labels in a file; when it changes the labels of the node do, within half a minute, and builds go on',
  },
  {
    key: 'fsroot',
    name: '-fsroot',
    gnu: ['--fsroot'],
    kind: 'text',
    placeholder: 'DIR',
    group: 'files',
    help: 'Where the node works (default: the present directory); also the work directory, unless -workDir says another',
  },
  {
    key: 'executors',
    name: '-executors',
    gnu: ['--executors'],
    kind: 'text',
    placeholder: 'NUMBER',
    check: checkCount(1),
    group: 'operating',
    help: 'Executors of the node (default: as many as there are processors)',
  },
  {
    key: 'mode',
    name: '-mode',
    gnu: ['--mode'],
    kind: 'text',
    placeholder: 'normal|exclusive',
    check: checkChoice('normal', 'exclusive'),
    group: 'operating',
    help: 'Whether the node takes builds that ask for none of its labels (default: normal, which does)',
  },
  {
    key: 'toolLocations',
    name: '-t',
    aliases: ['--toolLocation'],
    gnu: ['--tool-location'],
    kind: 'list',
    placeholder: 'TOOL=LOCATION',
    check: checkPair,
    group: 'operating',
    help: 'Where a tool of the controller is on this machine; may be repeated',
  },
  {
    key: 'environment',
    name: '-e',
    gnu: ['--env'],
    kind: 'list',
    placeholder: 'NAME=VALUE',
    check: checkPair,
    group: 'operating',
    help: 'Environment variable of the node; may be repeated',
  },
  {
    key: 'disableClientsUniqueId',
    name: '-disableClientsUniqueId',
    gnu: ['--disable-clients-unique-id'],
    kind: 'switch',
    group: 'operating',
    help: 'Leave the name of the node as it is; otherwise eight digits that are this machine’s follow it',
  },
  {
    key: 'deleteExistingClients',
    name: '-deleteExistingClients',
    gnu: ['--delete-existing-clients'],
    kind: 'switch',
    group: 'operating',
    help: 'Take the place of a node that has this name',
  },
  {
    key: 'keepDisconnectedClients',
    name: '-keepDisconnectedClients',
    gnu: ['--keep-disconnected-clients'],
    kind: 'switch',
    group: 'operating',
    help: 'Leave the node on the controller when the connection ends',
  },
  {
    key: 'retry',
    name: '-retry',
    gnu: ['--retry'],
    kind: 'text',
    placeholder: 'NUMBER',
    check: checkCount(-1),
    group: 'reconnect',
    help: 'Give up after so many attempts (default: never)',
  },
  {
    key: 'retryInterval',
    name: '-retryInterval',
    gnu: ['--retry-interval'],
    kind: 'text',
    placeholder: 'SECONDS',
    check: checkCount(0),
    group: 'reconnect',
    help: 'How long it is until the next attempt (default: 10)',
  },
  {
    key: 'maxRetryInterval',
    name: '-maxRetryInterval',
    gnu: ['--max-retry-interval'],
    kind: 'text',
    placeholder: 'SECONDS',
    check: checkCount(0),
    group: 'reconnect',
    help: 'How long it is at most (default: 60)',
  },
  {
    key: 'retryBackOffStrategy',
    name: '-retryBackOffStrategy',
    gnu: ['--retry-back-off-strategy'],
    kind: 'text',
    placeholder: 'none|linear|exponential',
    check: checkChoice('none', 'linear', 'exponential'),
    group: 'reconnect',
    help: 'Whether that grows with the attempts (default: none)',
  },
  {
    key: 'noRetryAfterConnected',
    name: '-noRetryAfterConnected',
    gnu: ['--no-retry-after-connected'],
    kind: 'switch',
    group: 'reconnect',
    help: 'End with the first connection',
  },
  {
    key: 'disableWorkDir',
    name: '-disableWorkDir',
    gnu: ['--disable-work-dir'],
    kind: 'switch',
    group: 'files',
    help: 'Use no work directory: the agent keeps no files and logs of its own',
  },
  {
    key: 'config',
    name: '-config',
    gnu: ['--config'],
    kind: 'text',
    placeholder: 'FILE',
    group: 'files',
    help: 'YAML file of the swarm client, with options by the names of its fields; what is typed wins',
  },
  {
    key: 'prometheusPort',
    name: '-prometheusPort',
    gnu: ['--prometheus-port'],
    kind: 'text',
    placeholder: 'PORT',
    check: checkCount(0),
    group: 'operating',
    help: 'Serve metrics at this port on all interfaces, also at /prometheus; -health serves them on loopback',
  },
  {
    key: 'disableSslVerification',
    name: '-disableSslVerification',
    gnu: ['--disable-ssl-verification'],
    kind: 'switch',
    group: 'web',
    help: 'The same as -noCertificateCheck',
  },
  {
    key: 'sslFingerprints',
    name: '-sslFingerprints',
    gnu: ['--ssl-fingerprints'],
    kind: 'text',
    placeholder: 'SHA256',
    check: refuseFingerprints,
    group: 'web',
    help: 'Not supported: give the certificate with -cert @FILE',
  },
  {
    key: 'noCrumb',
    name: '-noCrumb',
    gnu: ['--no-crumb'],
    kind: 'switch',
    group: 'web',
    help: 'Accepted for compatibility: a crumb is got when the controller wants one',
  },
  {
    key: 'noHttp2',
    name: '-noHttp2',
    gnu: ['--no-http2'],
    kind: 'switch',
    group: 'web',
    help: 'Accepted for compatibility: HTTP/1.1 is spoken anyway',
  },
] as const satisfies readonly OptionSpec[];

function checkCount(least: number) {
  return (value: string, name: string): void => {
    if (/^-?\d{1,9}$/.test(value) && Number(value) >= least) return;
    throw new UsageError(`"${value}" is not a valid value for "${name}": it takes a number, ${least} or more`);
  };
}

function checkChoice(...choices: readonly string[]) {
  return (value: string, name: string): void => {
    if (choices.includes(value.toLowerCase())) return;
    throw new UsageError(`"${value}" is not a valid value for "${name}": it takes ${choices.join(', ')}`);
  };
}

function checkPassword(value: string, name: string): void {
  if (value === '' || hasControlCharacters(value)) {
    throw new UsageError(`The value of "${name}" is empty, or has a control character in it, such as a newline`);
  }
}

function refuseFingerprints(_value: string, name: string): never {
  throw new UsageError(`"${name}" is not supported here: give the certificate with "-cert @FILE"`);
}
