/** org.jenkinsci.plugins.gitclient.RevListCommand */
import { flag, optionalText } from '../arguments.js';
import { gitException } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { lines } from '../output.js';
import { operand } from '../operands.js';
import { atLeast } from '../version.js';
import { checkedSha1 } from '../values/object-id.js';
import { builder } from './builder.js';

export interface RevListOptions {
  readonly all?: boolean;
  readonly noWalk?: boolean;
  readonly firstParent?: boolean;
  readonly reference?: string | null;
}

/** SHA-1s, newest commit first. */
export async function revList(run: GitRun, options: RevListOptions): Promise<string[]> {
  const { all = false, noWalk = false, firstParent = false, reference = null } = options;
  const args = ['rev-list'];
  const walks = !noWalk || !(await atLeast(run, 1, 5, 3));
  if (firstParent) args.push('--first-parent');
  if (all) args.push('--all');
  if (!walks) args.push('--no-walk');
  if (reference !== null) args.push(operand(reference));
  return lines(await run.gitWith(args)).map(checkedSha1);
}

interface State {
  all: boolean;
  noWalk: boolean;
  firstParent: boolean;
  reference: string | null;
  asksVersion: boolean;
  hasTarget: boolean;
}

/**
 * The list that `to` names is a copy on this side: whatever is put in it never reaches the controller, with the official
 * agent neither. What is left is whether the command succeeds.
 */
export const revListCommand = builder({
  name: 'org.jenkinsci.plugins.gitclient.RevListCommand',
  initial: (): State => ({
    all: false,
    noWalk: false,
    firstParent: false,
    reference: null,
    asksVersion: false,
    hasTarget: false,
  }),
  methods: {
    'all()': (state) => (state.all = true),
    'all(boolean)': (state, [value]) => (state.all = flag(value)),
    'nowalk(boolean)': (state, [value]) => {
      state.noWalk = flag(value);
      state.asksVersion = true;
    },
    'firstParent()': (state) => (state.firstParent = true),
    'firstParent(boolean)': (state, [value]) => (state.firstParent = flag(value)),
    'to(List)': (state, [value]) => (state.hasTarget = value !== null && value !== undefined),
    'reference(String)': (state, [value]) => (state.reference = optionalText(value)),
  },
  execute: async (run, state) => {
    // Even for not walking no more.
    if (state.asksVersion) await atLeast(run, 1, 5, 3);
    await revList(run, state);
    if (!state.hasTarget) throw gitException("RevListCommand requires a value for 'to'");
  },
});
