/** From a callable as it came to the one that implements it. */
import { JavaError } from '../host/java-error.js';
import type { RequestHandler } from '../remoting/incoming-requests.js';
import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import type { AnyCallable, CallableContext } from './callable.js';
import type { CallableRegistry } from './registry.js';
import type { AgentServices } from './services.js';

/**
 * Callables that carry a FileCallable and the FilePath that it runs on: the class, and its fields for the two. act sends the
 * first; actAsync the second, an inner class of the FilePath.
 */
const FILE_CALLABLE_CARRIERS: ReadonlyMap<string, { readonly callable: string; readonly path: string }> = new Map([
  ['hudson.FilePath$FileCallableWrapper', { callable: 'callable', path: 'filePath' }],
  ['hudson.FilePath$CallableWith', { callable: 'task', path: 'this$0' }],
]);

/**
 * Makes the handler of a channel's requests.
 * @param registry where callables are found
 * @param agent what callables get of the agent beside their call
 */
export function callableHandler(registry: CallableRegistry, agent: AgentServices): RequestHandler {
  return async (value, call) => {
    const context: CallableContext = Object.assign(call, { agent });
    const callable = unwrap(value);
    const carrier = FILE_CALLABLE_CARRIERS.get(callable.className);
    if (carrier) {
      const path = remotePath(callable.get(carrier.path));
      return runFileCallable(unwrap(callable.get(carrier.callable) ?? null), path, context, registry);
    }
    const implementation = await registry.find(callable.className);
    if (implementation?.kind !== 'callable') throw unknownCallable(callable, implementation, context);
    agent.counts.known(callable.className);
    return implementation.run(callable, context);
  };
}

async function runFileCallable(
  callable: JavaObject,
  path: string,
  context: CallableContext,
  registry: CallableRegistry,
): Promise<JavaValue> {
  const implementation = await registry.find(callable.className);
  if (implementation?.kind !== 'fileCallable') throw unknownCallable(callable, implementation, context);
  context.agent.counts.known(callable.className);
  return implementation.run(callable, path, context);
}

/** Some plugins send callables inside an interceptor of theirs that has a field `callable`. */
function unwrap(value: JavaValue): JavaObject {
  let at = value;
  while (at instanceof JavaObject && INTERCEPTORS.test(at.className)) at = at.get('callable') ?? null;
  if (at instanceof JavaObject) return at;
  throw new JavaError('java.lang.IllegalArgumentException', 'The request holds no callable object');
}

const INTERCEPTORS = /^io\.jenkins\.plugins\.opentelemetry\..*Interceptor/;

/** hudson.FilePath{remote}: the path on this machine. */
function remotePath(filePath: JavaValue | undefined): string {
  const remote = filePath instanceof JavaObject ? filePath.get('remote') : undefined;
  if (typeof remote === 'string') return remote;
  throw new JavaError('java.io.InvalidObjectException', 'The FilePath of a file callable has no path');
}

/** Fails at once, naming the class; the log names it once. */
function unknownCallable(
  callable: JavaObject,
  implementation: AnyCallable | undefined,
  { agent, description }: CallableContext,
): JavaError {
  const name = callable.className;
  const what = implementation ? `was sent as what it is not: it is a ${implementation.kind}` : 'is not known to this agent';
  const text = `${name} ${what} (the controller calls it ${description}). This agent runs no bytecode of the controller's.`;
  if (agent.counts.unknown(name) === 1) agent.logger.log('WARNING', 'hudson.remoting.UserRequest perform', text);
  return new JavaError('java.lang.ClassNotFoundException', text);
}
