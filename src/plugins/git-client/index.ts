/** The git-client plugin: git for the git plugin and others. Class names begin with `org.jenkinsci.plugins.gitclient.`. */
import type { Declaration } from '../../callables/kinds.js';
import { declareGitThrowables } from './errors.js';
import { getClient } from './get-client.js';
import { runCommand } from './run-command.js';

declareGitThrowables();

export const declarations = [getClient, runCommand] satisfies readonly Declaration[];
