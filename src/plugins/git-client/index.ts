/** The git-client plugin: git for the git plugin and others. Class names begin with `org.jenkinsci.plugins.gitclient.`. */
import type { AnyCallable } from '../../callables/callable.js';
import { declareGitThrowables } from './errors.js';
import { getClient } from './get-client.js';
import { runCommand } from './run-command.js';

declareGitThrowables();

export const gitClientCallables = [getClient, runCommand] satisfies readonly AnyCallable[];
