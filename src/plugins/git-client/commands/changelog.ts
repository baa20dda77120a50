/** org.jenkinsci.plugins.gitclient.ChangelogCommand: `git log` in the raw format that the git plugin parses. */
import { utf8 } from '../../../java/charsets/charset.js';
import { JavaError } from '../../../java/java-error.js';
import type { JavaValue } from '../../../serial/model.js';
import { sha1, text, whole } from '../arguments.js';
import { gitException, isInterruption } from '../errors.js';
import type { GitRun } from '../git-run.js';
import { operand } from '../operands.js';
import { atLeast } from '../version.js';
import { builder } from './builder.js';

/** The raw format with dates in ISO 8601, the message indented by four spaces. */
const FORMAT = 'commit %H%ntree %T%nparent %P%nauthor %aN <%aE> %ai%ncommitter %cN <%cE> %ci%n%n%w(0,4,4)%B';

/** Where the changelog goes. It is closed whatever happens. */
export interface ChangelogTarget {
  write(text: string): Promise<void>;
  close(): void;
}

export interface ChangelogOptions {
  /** `rev` to include, `^rev` to exclude. */
  readonly revisions: readonly string[];
  /** Number of commits; null: all. */
  readonly max?: number | null;
}

export async function changelog(run: GitRun, options: ChangelogOptions, target: ChangelogTarget): Promise<void> {
  const args = ['log', '--raw', '--no-merges', '--no-abbrev', '-M'];
  args.push((await atLeast(run, 1, 8, 3)) ? `--format=${FORMAT}` : '--format=raw');
  if (typeof options.max === 'number') args.push('-n', String(options.max));
  args.push(...options.revisions.map(operand));
  try {
    await writeLog(run, args, target);
  } finally {
    target.close();
  }
}

/** git speaks UTF-8 here; errors go to the build's log. */
async function writeLog(run: GitRun, args: readonly string[], target: ChangelogTarget): Promise<void> {
  const decoder = utf8.decoder();
  const out = { write: (bytes: Buffer) => target.write(decoder.write(bytes)) };
  const { listener, executable } = run.client.settings;
  const failure = `Error: ${[executable, ...args].map(printed).join(' ')} in ${run.workspace}`;
  let status: number;
  try {
    const process = await run.start(args, run.client.environment, run.workspace, out, listener);
    status = await process.join(run.signal);
  } catch (error) {
    if (isInterruption(error) || !(error instanceof JavaError)) throw error;
    throw gitException(failure, error);
  }
  await target.write(decoder.end());
  if (status !== 0) throw gitException(failure);
}

/** hudson.util.ArgumentListBuilder.toString */
function printed(argument: string): string {
  return argument === '' || argument.includes(' ') ? `"${argument}"` : argument;
}

interface State {
  revisions: string[];
  max: number | null;
  target: JavaValue;
}

export const changelogCommand = builder({
  name: 'org.jenkinsci.plugins.gitclient.ChangelogCommand',
  initial: (): State => ({ revisions: [], max: null, target: null }),
  methods: {
    'excludes(String)': (state, [value]) => void state.revisions.push(`^${text(value)}`),
    'excludes(ObjectId)': (state, [value]) => void state.revisions.push(`^${sha1(value)}`),
    'includes(String)': (state, [value]) => void state.revisions.push(text(value)),
    'includes(ObjectId)': (state, [value]) => void state.revisions.push(sha1(value)),
    'to(Writer)': (state, [value]) => (state.target = value ?? null),
    'max(int)': (state, [value]) => (state.max = whole(value)),
    // There is nothing to clean up.
    'abort()': () => undefined,
  },
  execute: async (run, { target, ...options }) => {
    if (target === null) throw new JavaError('java.lang.IllegalStateException', null);
    const writer = run.call.writer(target);
    await changelog(run, options, writer);
    run.call.follow(writer);
  },
});
