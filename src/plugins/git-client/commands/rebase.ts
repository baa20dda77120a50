/** org.jenkinsci.plugins.gitclient.RebaseCommand */
import { optionalText } from '../arguments.js';
import { gitException, isGitException } from '../errors.js';
import { operand } from '../operands.js';
import { builder } from './builder.js';

export const rebaseCommand = builder({
  name: 'org.jenkinsci.plugins.gitclient.RebaseCommand',
  initial: (): { upstream: string | null } => ({ upstream: null }),
  methods: { 'setUpstream(String)': (state, [value]) => (state.upstream = optionalText(value)) },
  execute: async (run, { upstream }) => {
    try {
      await run.git('rebase', ...(upstream === null ? [] : [operand(upstream)]));
    } catch (error) {
      if (!isGitException(error)) throw error;
      await run.git('rebase', '--abort');
      throw gitException(`Could not rebase ${upstream ?? 'null'}`, error);
    }
  },
});
