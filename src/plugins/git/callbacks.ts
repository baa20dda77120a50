/** The repository callbacks of the git plugin: classes, and lambdas by their class and the method that they stand in. */
import type { JavaObject, JavaValue } from '../../serial/model.js';
import type { GitRun } from '../git-client/git-run.js';
import type { RepositoryCallback } from '../git-client/repository-callback.js';
import { filterByAncestry } from './filter-by-ancestry.js';
import { filterTips } from './filter-tips.js';
import { disableHooks, unsetHooks } from './hooks.js';
import { revCommit } from './rev-commit.js';
import { sortByCommitTime } from './sort-by-commit-time.js';

export const CALLBACKS: ReadonlyMap<string, RepositoryCallback> = new Map<string, RepositoryCallback>([
  ['jenkins.plugins.git.DisableHooks', disableHooks],
  ['jenkins.plugins.git.UnsetHooks', unsetHooks],
  ['hudson.plugins.git.util.RevCommitRepositoryCallback', revCommit],
]);

interface Lambda {
  readonly className: string;
  /** javac calls a serializable lambda lambda$<method>$<hash>$<number>. */
  readonly methods: RegExp;
  readonly run: (run: GitRun, lambda: JavaObject) => Promise<JavaValue>;
}

export const LAMBDAS: readonly Lambda[] = [
  // git plugin 4.11.1 to 5.4: what DisableHooks and UnsetHooks were then, in the order of the source.
  {
    className: 'jenkins.plugins.git.GitHooksConfiguration',
    methods: /^lambda\$configure\$[0-9a-f]+\$1$/,
    run: disableHooks,
  },
  {
    className: 'jenkins.plugins.git.GitHooksConfiguration',
    methods: /^lambda\$configure\$[0-9a-f]+\$2$/,
    run: unsetHooks,
  },
  {
    className: 'hudson.plugins.git.util.DefaultBuildChooser',
    methods: /^lambda\$getAdvancedCandidateRevisions\$/,
    run: sortByCommitTime,
  },
  {
    className: 'hudson.plugins.git.util.InverseBuildChooser',
    methods: /^lambda\$getCandidateRevisions\$/,
    run: sortByCommitTime,
  },
  { className: 'hudson.plugins.git.util.GitUtils', methods: /^lambda\$filterTipBranches\$/, run: filterTips },
  {
    className: 'hudson.plugins.git.util.AncestryBuildChooser',
    methods: /^lambda\$getCandidateRevisions\$/,
    run: filterByAncestry,
  },
];
