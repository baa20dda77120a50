/** From a callable as it came to the one that implements it. */
import type { RequestHandler } from '../remoting/incoming-requests.js';
import { JavaObject } from '../serial/model.js';
import type { JavaValue } from '../serial/model.js';
import { JavaError } from '../java/java-error.js';
import type { CallableContext } from './callable.js';
import type { Declared } from './kinds.js';
import { assertKnownFields } from './known-fields.js';
import { anyKind, isOf, loadClasses } from './lookup.js';
import type { AgentServices } from './services.js';
import { UnknownClassError } from './unknown-class.js';

/**
 * Makes the handler of a channel's requests.
 * @param agent what callables get of the agent beside their call
 */
export function callableHandler(agent: AgentServices): RequestHandler {
  return async (value, call) => {
    const context: CallableContext = Object.assign(call, { agent });
    await loadClasses(call.classNames);
    const object = unwrapInterceptors(value);
    return implementation('callable', object, context).run(object, context);
  };
}

/**
 * What implements a callable, counted.
 * @throws JavaError java.io.IOException that names the class and what the controller calls it; the log names each class once. The
 *   same for a field that no version of the class has had, which it names
 */
export function implementation<K extends 'callable' | 'fileCallable'>(
  kind: K,
  object: JavaObject,
  { agent, description }: CallableContext,
): Declared<K> {
  const { className } = object;
  const found = anyKind(className);
  if (found) agent.counts.known(className);
  if (isOf(kind, found)) {
    assertKnownFields(object);
    return found;
  }
  const what = found ? `was sent as what it is not: it is a ${found.kind}` : 'is not known to this agent';
  const text = `${className} ${what} (the controller calls it ${description}).`;
  const isFirst = agent.counts.unknown(className) === 1;
  // Where Java may run it, whoever asks Java says what became of it.
  if (agent.hasBridge) throw new UnknownClassError(className, text);
  const refusal = `${text} This agent runs no bytecode of the controller's.`;
  if (isFirst) agent.logger.log('WARNING', 'hudson.remoting.UserRequest perform', refusal);
  throw new UnknownClassError(className, refusal);
}

/**
 * The callable inside the interceptors that plugins put around it (FilePath$AbstractInterceptorCallableWrapper and whatever
 * looks like one: an object of a class that is not known, with a field `callable`). What they do before and after is not done.
 */
export function unwrapInterceptors(value: JavaValue | undefined): JavaObject {
  let at = value;
  // What wraps itself, directly or not, ends where it began.
  const seen = new Set<JavaValue>();
  while (at instanceof JavaObject && !anyKind(at.className) && !seen.has(at)) {
    seen.add(at);
    const inner: JavaValue | undefined = at.get('callable');
    if (!(inner instanceof JavaObject)) break;
    at = inner;
  }
  if (at instanceof JavaObject) return at;
  throw new JavaError('java.io.InvalidObjectException', 'The request holds no callable');
}
