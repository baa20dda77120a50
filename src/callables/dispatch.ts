/** From a callable as it came to the one that implements it. */
import { JavaError } from '../java/java-error.js';
import type { RequestHandler } from '../remoting/incoming-requests.js';
import type { JavaObject } from '../serial/model.js';
import type { AnyCallable, CallableContext } from './callable.js';
import { declareCoreThrowables } from '../jenkins/throwables.js';
import { callableWith, filePathWrapper, unwrapInterceptors } from '../jenkins/file-path/wrapper.js';
import type { CallableRegistry } from './registry.js';
import type { AgentServices } from './services.js';

/**
 * Makes the handler of a channel's requests.
 * @param registry where callables are found
 * @param agent what callables get of the agent beside their call
 */
export function callableHandler(registry: CallableRegistry, agent: AgentServices): RequestHandler {
  declareCoreThrowables();
  const lookup = async (className: string) => {
    const implementation = await registry.find(className);
    if (implementation) agent.counts.known(className);
    return implementation;
  };
  const envelopes = [filePathWrapper(lookup, unknownCallable), callableWith(lookup, unknownCallable)];
  return async (value, call) => {
    const context: CallableContext = Object.assign(call, { agent });
    const callable = unwrapInterceptors(value);
    const envelope = envelopes.find(({ name }) => name === callable.className);
    if (envelope) return envelope.run(callable, context);
    const implementation = await lookup(callable.className);
    if (implementation?.kind !== 'callable') throw unknownCallable(callable, implementation, context);
    return implementation.run(callable, context);
  };
}

/** Fails at once, naming the class and what the controller calls it; the log names each class once. */
function unknownCallable(
  callable: JavaObject,
  implementation: AnyCallable | undefined,
  { agent, description }: CallableContext,
): JavaError {
  const name = callable.className;
  const what = implementation
    ? `was sent as what it is not: it is a ${implementation.kind}`
    : 'is not known to this agent';
  const text = `${name} ${what} (the controller calls it ${description}). This agent runs no bytecode of the controller's.`;
  if (agent.counts.unknown(name) === 1) agent.logger.log('WARNING', 'hudson.remoting.UserRequest perform', text);
  return new JavaError('java.lang.ClassNotFoundException', text);
}
