/**
 * The command builders of GitClient: fetch_().from(...).tags(true).execute(). The controller collects the calls on a proxy of
 * its own and sends them all at once.
 */
import type { JavaValue } from '../../../serial/model.js';
import { JavaError } from '../../../java/java-error.js';
import { signature } from '../arguments.js';
import type { GitRun } from '../git-run.js';

/** Sets something in the state of a builder. */
type Setter<State> = (state: State, args: readonly JavaValue[], run: GitRun) => void;

interface BuilderDeclaration<State> {
  /** Binary name of the Java interface. */
  readonly name: string;
  /** The state before any call. */
  readonly initial: () => State;
  /** Methods by name and parameter types, packages left away: `from(URIish,List)`. */
  readonly methods: Readonly<Record<string, Setter<State>>>;
  readonly execute: (run: GitRun, state: State) => Promise<void>;
}

/** One call on a builder: RemoteGitImpl$Invocation. */
export interface Invocation {
  readonly methodName: string;
  readonly parameterTypes: readonly string[];
  readonly args: readonly JavaValue[];
}

export interface Builder {
  readonly name: string;
  /** The methods that it has, by name and parameter types. */
  readonly signatures: readonly string[];
  /** Replays the calls and executes. Throws IllegalStateException for a method that is not known. */
  run(run: GitRun, invocations: readonly Invocation[]): Promise<void>;
}

export function builder<State>({ name, initial, methods, execute }: BuilderDeclaration<State>): Builder {
  return {
    name,
    signatures: Object.keys(methods),
    run: async (run, invocations) => {
      const state = initial();
      for (const { methodName, parameterTypes, args } of invocations) {
        const key = signature(methodName, parameterTypes);
        const method = Object.hasOwn(methods, key) ? methods[key] : undefined;
        if (!method) throw unknownMethod(methodName, parameterTypes);
        method(state, args, run);
      }
      await execute(run, state);
    },
  };
}

function unknownMethod(name: string, types: readonly string[]): JavaError {
  return new JavaError('java.lang.IllegalStateException', `Method not found: ${name}(${types.join(',')})`);
}
