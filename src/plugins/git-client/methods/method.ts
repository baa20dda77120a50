import type { JavaValue } from '../../../serial/model.js';
import type { GitRun } from '../git-run.js';

/** A method of hudson.plugins.git.IGitAPI or its superinterface GitClient. */
export type Method = (run: GitRun, args: readonly JavaValue[]) => Promise<JavaValue> | JavaValue;

/** Methods by name and parameter types, packages left away: `fetch(String,RefSpec[])`. */
export type MethodTable = Readonly<Record<string, Method>>;

/** For methods that return void. */
export async function done(action: Promise<unknown>): Promise<null> {
  await action;
  return null;
}
