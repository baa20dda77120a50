/** The publish-over-ssh plugin: files and commands go over SSH to configured servers. */
import type { Declaration } from '../../callables/kinds.js';
import { publishHost } from '../publish-over/hosts.js';
import { publishPart } from '../publish-over/parts.js';
import { hasSourceFiles } from '../publish-over/publisher.js';
import { readConfiguration, readTransfer } from './configuration.js';
import { connect } from './connect.js';

const PACKAGE = 'jenkins.plugins.publish_over_ssh.';

const host = publishHost(`${PACKAGE}BapSshHostConfiguration`, (object, publisher) => {
  const configuration = readConfiguration(object, publisher);
  const transfers = new Map(publisher.transfers.map((transfer) => [transfer, readTransfer(transfer)]));
  const needsSftp = [...transfers].some(([transfer, own]) => hasSourceFiles(transfer) || own.useSftpForExec);
  return (info) => connect({ configuration, transfers, needsSftp }, info);
});

export const declarations = [
  host,
  ...[
    'BapSshPublisher',
    'BapSshTransfer',
    'BapSshRetry',
    'BapSshCredentials',
    'BapSshCommonConfiguration',
    'BapSshKeyInfo',
  ].map((name) => publishPart(PACKAGE + name)),
] satisfies readonly Declaration[];
