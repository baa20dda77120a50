/** The datadog plugin: its decorator of logs, how it sets test visibility up, and what it asks of a repository. */
import { boxBoolean } from '../../serial/jdk.js';
import { callable } from '../../callables/callable.js';
import type { Declaration } from '../../callables/kinds.js';
import { logFilterWithoutEffect } from '../../jenkins/listener/log-filter.js';
import { repositoryCallback } from '../git-client/repository-callback.js';
import { commitOf } from './commit.js';
import { gitMetadata } from './git-metadata.js';
import { shellCommand } from './shell-command.js';

const isUnix = callable({
  name: 'org.datadog.jenkins.plugins.datadog.DatadogUtilities$IsUnix',
  run: () => boxBoolean(process.platform !== 'win32'),
});

export const declarations = [
  logFilterWithoutEffect(
    'org.datadog.jenkins.plugins.datadog.logs.DatadogTaskListenerDecorator',
    'the lines are for a client that only the controller has; an agent throws them away',
  ),
  isUnix,
  shellCommand,
  repositoryCallback('org.datadog.jenkins.plugins.datadog.util.git.GitMetadataBuilderCallback', gitMetadata),
  repositoryCallback('org.datadog.jenkins.plugins.datadog.util.git.RevCommitRepositoryCallback', commitOf),
] satisfies readonly Declaration[];
