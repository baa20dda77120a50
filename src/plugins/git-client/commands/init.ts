/** org.jenkinsci.plugins.gitclient.InitCommand */
import { JavaError } from '../../../java/java-error.js';
import { makeDirectories } from '../../../os/files/directories.js';
import { flag, optionalText } from '../arguments.js';
import { explained, gitException } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';
import { builder } from './builder.js';

/** @param workspace made if it is not there: the git plugin relies on that */
export async function init(run: GitRun, workspace: string, bare = false): Promise<void> {
  await makeDirectories(workspace).catch(() => {
    throw gitException(`Could not create directory '${workspace}'`);
  });
  await explained(`Could not init ${workspace}`, () =>
    run.git('init', operand(workspace), ...(bare ? ['--bare'] : [])),
  );
}

export const initCommand = builder({
  name: 'org.jenkinsci.plugins.gitclient.InitCommand',
  initial: (): { workspace: string | null; bare: boolean } => ({ workspace: null, bare: false }),
  methods: {
    'workspace(String)': (state, [value]) => (state.workspace = optionalText(value)),
    'bare(boolean)': (state, [value]) => (state.bare = flag(value)),
  },
  execute: (run, { workspace, bare }) => {
    if (workspace === null) throw new JavaError('java.lang.NullPointerException', null);
    return init(run, workspace, bare);
  },
});
