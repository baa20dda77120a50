/** What every declaration, lookup and field of a callable has in view. */
import type { Call } from '../remoting/call.js';
import type { JavaObject, JavaValue } from '../serial/model.js';
import type { AgentServices } from './services.js';

/** What a callable gets beside its own fields. */
export interface CallableContext extends Call {
  readonly agent: AgentServices;
}

/** A hudson.remoting.Callable implemented natively. */
export interface Callable {
  /** Whether it leaves something behind that code of plugins looks at in a JVM: where Java runs some of it, Java hears it, too. */
  readonly leavesState?: boolean;
  run(self: JavaObject, context: CallableContext): Promise<JavaValue> | JavaValue;
}

/** A hudson.FilePath$FileCallable implemented natively: it also gets the path of the FilePath that it runs on. */
export interface FileCallable {
  run(self: JavaObject, path: string, context: CallableContext): Promise<JavaValue> | JavaValue;
}
