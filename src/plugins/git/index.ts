/** The git plugin: what it does on a repository through git-client, as classes, and as lambdas of the classes that they stand in. */
import type { Declaration } from '../../callables/kinds.js';
import { repositoryCallback, repositoryLambdas } from '../git-client/repository-callback.js';
import { filterByAncestry } from './filter-by-ancestry.js';
import { filterTips } from './filter-tips.js';
import { disableHooks, unsetHooks } from './hooks.js';
import { revCommit } from './rev-commit.js';
import { sortByCommitTime } from './sort-by-commit-time.js';

export const declarations = [
  repositoryCallback('jenkins.plugins.git.DisableHooks', disableHooks),
  repositoryCallback('jenkins.plugins.git.UnsetHooks', unsetHooks),
  repositoryCallback('hudson.plugins.git.util.RevCommitRepositoryCallback', revCommit),
  // 4.11.1 to 5.4: what DisableHooks and UnsetHooks were then, in the order of the source.
  repositoryLambdas('jenkins.plugins.git.GitHooksConfiguration', [
    [/^lambda\$configure\$[0-9a-f]+\$1$/, disableHooks],
    [/^lambda\$configure\$[0-9a-f]+\$2$/, unsetHooks],
  ]),
  repositoryLambdas('hudson.plugins.git.util.DefaultBuildChooser', [
    [/^lambda\$getAdvancedCandidateRevisions\$/, sortByCommitTime],
  ]),
  repositoryLambdas('hudson.plugins.git.util.InverseBuildChooser', [
    [/^lambda\$getCandidateRevisions\$/, sortByCommitTime],
  ]),
  repositoryLambdas('hudson.plugins.git.util.GitUtils', [[/^lambda\$filterTipBranches\$/, filterTips]]),
  repositoryLambdas('hudson.plugins.git.util.AncestryBuildChooser', [
    [/^lambda\$getCandidateRevisions\$/, filterByAncestry],
  ]),
] satisfies readonly Declaration[];
